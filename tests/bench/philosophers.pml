/* philosophers.race for SPIN, step for step; the sizes come by -D. */
bit fork[N];
active [N] proctype P() {
  do
  :: d_step { fork[_pid]==0 -> fork[_pid]=1 };
     d_step { fork[(_pid+1)%N]==0 -> fork[(_pid+1)%N]=1 };
     fork[_pid]=0;
     fork[(_pid+1)%N]=0
  od }
