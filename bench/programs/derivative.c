#include <math.h>
#include <stdio.h>
static double descend(double k) {
  double x = 1.5;
  for (int i = 0; i < 1000; i++) x -= 0.001 * (2 * k * x + k * cos(k * x));
  return x;
}
int main(void) {
  double s = 0;
  for (int i = 0; i < 1000; i++) s += descend(1.0 + 0.001 * i);
  printf("%.17g\n", s);
}
