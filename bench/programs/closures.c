#include <stdio.h>
#include <stdlib.h>
typedef struct clo { long (*code)(struct clo *, long); long n; } clo;
static long code(clo *c, long x) { return x + c->n; }
static clo *volatile keep;
__attribute__((noinline)) static clo *adder(long n) { clo *c = malloc(sizeof *c); c->code = code; c->n = n; return c; }
int main(void) {
  long s = 0;
  keep = adder(0);
  for (long i = 100000000; i; i--) { free(keep); keep = adder(i); s = keep->code(keep, 1); }
  printf("%ld\n", s);
}
