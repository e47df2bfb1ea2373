#include <stdio.h>
static long f0(long x) { return x + 1; }
static long f1(long x) { return x + 2; }
static long f2(long x) { return x - 1; }
static long f3(long x) { return x; }
static long (*volatile table[4])(long) = {f0, f1, f2, f3};
int main(void) {
  long (*f)(long) = table[0], (*g)(long) = table[1], (*h)(long) = table[2], (*k)(long) = table[3];
  long s = 0;
  for (long i = 100000000; i; i--) { s = k(h(g(f(s)))); long (*t)(long) = f; f = g; g = h; h = k; k = t; }
  printf("%ld\n", s);
}
