#include <stdio.h>
#include <stdlib.h>
/* Open addressing with a multiplicative hash. */
#define SIZE (1 << 18)
static long keys[SIZE], vals[SIZE];
static char full[SIZE];
static long slot(long key) {
  unsigned long h = (unsigned long)key * 0x9E3779B97F4A7C15ul >> 46;
  while (full[h] && keys[h] != key) h = (h + 1) & (SIZE - 1);
  return h;
}
int main(void) {
  long x = 42;
  for (long i = 0; i < 4000000; i++) {
    long key = x % 100000, h = slot(key), v = full[h] ? vals[h] : 0;
    h = slot(key); full[h] = 1; keys[h] = key; vals[h] = v + 1;
    x = x * 16807 % 2147483647;
  }
  long s = 0;
  for (long i = 0; i < 100000; i++) { long h = slot(i); if (full[h]) s += vals[h]; }
  printf("%ld\n", s);
}
