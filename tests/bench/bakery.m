-- bakery.race for rumur, step for step; the line of the sizes goes before it.
type tid: 0..K-1; num: 0..MOST;
var choosing: array[tid] of boolean; number: array[tid] of num; th: array[tid] of record pc: 0..6; k: tid; m: num; end;
function first(t: tid): tid; begin if t=0 then return 1; else return 0; end; end;
function lasto(t: tid): tid; begin if t=K-1 then return K-2; else return K-1; end; end;
function nxt(t: tid; k: tid): tid; begin if k+1=t then return k+2; else return k+1; end; end;
startstate begin for t: tid do choosing[t]:=false; number[t]:=0; th[t].pc:=0; th[t].k:=0; th[t].m:=0; end; end;
ruleset t: tid do
 rule "s0" th[t].pc=0 ==> begin choosing[t]:=true; th[t].k:=first(t); th[t].pc:=1; end;
 rule "s1" th[t].pc=1 ==> begin if number[th[t].k]>th[t].m then th[t].m:=number[th[t].k]; end; if th[t].k=lasto(t) then th[t].k:=0; th[t].pc:=2; else th[t].k:=nxt(t,th[t].k); end; end;
 rule "s2" th[t].pc=2 & th[t].m<MOST ==> begin number[t]:=th[t].m+1; th[t].m:=0; th[t].pc:=3; end;
 rule "s3" th[t].pc=3 ==> begin choosing[t]:=false; th[t].k:=first(t); th[t].pc:=4; end;
 rule "s4" th[t].pc=4 & !choosing[th[t].k] ==> begin th[t].pc:=5; end;
 rule "s5" th[t].pc=5 & (number[th[t].k]=0 | number[th[t].k]>number[t] | (number[th[t].k]=number[t] & th[t].k>t)) ==> begin if th[t].k=lasto(t) then th[t].k:=0; th[t].pc:=6; else th[t].k:=nxt(t,th[t].k); th[t].pc:=4; end; end;
 rule "s6" th[t].pc=6 ==> begin number[t]:=0; th[t].pc:=0; end;
end;
