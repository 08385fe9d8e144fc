/* filter.race for SPIN, step for step; the sizes come by -D. */
#define LAST_OTHER (_pid==K-1 -> K-2 : K-1)
byte level[K]; byte last[K];
active [K] proctype P() { byte L=1, k;
S0: level[_pid]=L;
S1: last[L]=_pid;
S2: if
 :: d_step { last[L]!=_pid && L<K-1 -> L++ }; goto S0
 :: d_step { last[L]!=_pid && L==K-1 -> L=1 }; goto CS
 :: d_step { last[L]==_pid -> k=(_pid==0 -> 1 : 0) }; goto S3
 fi;
S3: if
 :: d_step { level[k]>=L -> k=0 }; goto S2
 :: d_step { level[k]<L && k==LAST_OTHER && L<K-1 -> k=0; L++ }; goto S0
 :: d_step { level[k]<L && k==LAST_OTHER && L==K-1 -> k=0; L=1 }; goto CS
 :: d_step { level[k]<L && k!=LAST_OTHER -> k=(k+1==_pid -> k+2 : k+1) }; goto S3
 fi;
CS: level[_pid]=0; goto S0
}
