-- philosophers.race for rumur, step for step; the line of the sizes goes before it.
type id: 0..N-1;
var fork: array[id] of boolean; pc: array[id] of 0..3;
startstate begin for p: id do fork[p]:=false; pc[p]:=0; end; end;
ruleset p: id do
 rule "a" pc[p]=0 & !fork[p] ==> begin fork[p]:=true; pc[p]:=1; end;
 rule "b" pc[p]=1 & !fork[(p+1)%N] ==> begin fork[(p+1)%N]:=true; pc[p]:=2; end;
 rule "c" pc[p]=2 ==> begin fork[p]:=false; pc[p]:=3; end;
 rule "d" pc[p]=3 ==> begin fork[(p+1)%N]:=false; pc[p]:=0; end;
end;
