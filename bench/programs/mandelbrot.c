#include <stdio.h>
static volatile long size = 1000;
static long escape(double cr, double ci) {
  double x = 0, y = 0;
  for (long i = 0;; i++) {
    double x2 = x * x, y2 = y * y;
    if (i == 100 || x2 + y2 > 4) return i;
    double t = x2 - y2 + cr;
    y = 2 * (x * y) + ci;
    x = t;
  }
}
int main(void) {
  long sum = 0;
  for (int k = 0; k < 8; k++) {
    long n = size;
    for (long r = 0; r < n; r++)
      for (long c = 0; c < n; c++) sum += escape(3.0 * c / n - 2, 2.0 * r / n - 1);
  }
  printf("%ld\n", sum);
}
