#include <stdio.h>
static long tak(long x, long y, long z) {
  if (!(y < x)) return z;
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}
int main(void) {
  volatile long x = 18;
  long r = 0;
  for (int i = 0; i < 3000; i++) r = tak(x, 12, 6);
  printf("%ld\n", r);
}
