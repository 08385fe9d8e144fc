-- counter.race for rumur, step for step; the line of the sizes goes before it.
type tid: 0..K-1; val: 0..K*N;
var x: val; th: array[tid] of record pc: 0..1; i: 0..N; r: val; end;
startstate begin x:=0; for t: tid do th[t].pc:=0; th[t].i:=0; th[t].r:=0; end; end;
ruleset t: tid do
 rule "load" th[t].pc=0 & th[t].i<N ==> begin th[t].r:=x+1; th[t].pc:=1; end;
 rule "store" th[t].pc=1 ==> begin x:=th[t].r; th[t].r:=0; th[t].i:=th[t].i+1; th[t].pc:=0; end;
end;
