-- filter.race for rumur, step for step; the line of the sizes goes before it.
type tid: 0..K-1; lev: 0..K-1;
var level: array[tid] of lev; last: array[lev] of tid; th: array[tid] of record pc: 0..4; L: lev; k: tid; end;
startstate begin for t: tid do level[t]:=0; th[t].pc:=0; th[t].L:=1; th[t].k:=0; end; for l: lev do last[l]:=0; end; end;
ruleset t: tid do
 rule "s0" th[t].pc=0 ==> begin level[t]:=th[t].L; th[t].pc:=1; end;
 rule "s1" th[t].pc=1 ==> begin last[th[t].L]:=t; th[t].pc:=2; end;
 rule "s2" th[t].pc=2 ==> begin
   if last[th[t].L]!=t then if th[t].L<K-1 then th[t].L:=th[t].L+1; th[t].pc:=0; else th[t].L:=1; th[t].pc:=4; end;
   else th[t].pc:=3; if t=0 then th[t].k:=1; else th[t].k:=0; end; end; end;
 rule "s3" th[t].pc=3 ==> var lo: tid; begin
   if t=K-1 then lo:=K-2; else lo:=K-1; end;
   if level[th[t].k]>=th[t].L then th[t].k:=0; th[t].pc:=2;
   elsif th[t].k=lo then th[t].k:=0; if th[t].L<K-1 then th[t].L:=th[t].L+1; th[t].pc:=0; else th[t].L:=1; th[t].pc:=4; end;
   else if th[t].k+1=t then th[t].k:=th[t].k+2; else th[t].k:=th[t].k+1; end; end; end;
 rule "cs" th[t].pc=4 ==> begin level[t]:=0; th[t].pc:=0; end;
end;
