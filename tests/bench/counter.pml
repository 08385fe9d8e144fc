/* counter.race for SPIN, step for step; the sizes come by -D. */
byte x;
active [K] proctype T() { byte i, r;
end: do
  :: d_step { i < N -> r = x + 1 };
     d_step { x = r; r = 0; i++ }
  od }
