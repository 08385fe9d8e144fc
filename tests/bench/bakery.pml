/* bakery.race for SPIN, step for step; the sizes come by -D. */
bit choosing[K]; byte number[K];
#define FIRST (_pid==0 -> 1 : 0)
#define LAST_OTHER (_pid==K-1 -> K-2 : K-1)
#define NEXT  (k+1==_pid -> k+2 : k+1)
active [K] proctype P() { byte k, m;
S0: atomic { choosing[_pid]=1; k=FIRST };
S1: if
 :: d_step { k!=LAST_OTHER -> if :: number[k]>m -> m=number[k] :: else fi; k=NEXT }; goto S1
 :: d_step { k==LAST_OTHER -> if :: number[k]>m -> m=number[k] :: else fi; k=0 }; goto S2
 fi;
S2: atomic { m<MOST -> number[_pid]=m+1; m=0 };
S3: atomic { choosing[_pid]=0; k=FIRST };
S4: choosing[k]==0;
S5: if
 :: d_step { k!=LAST_OTHER && (number[k]==0 || number[k]>number[_pid] || (number[k]==number[_pid] && k>_pid)) -> k=NEXT }; goto S4
 :: d_step { k==LAST_OTHER && (number[k]==0 || number[k]>number[_pid] || (number[k]==number[_pid] && k>_pid)) -> k=0 }; goto S6
 fi;
S6: number[_pid]=0; goto S0
}
