/* Compares the functions of runtime/src/math with 113-bit references: the largest error in units in the last place over
   random arguments, special values against the C library, and the forms for two and four lanes bit by bit.

   gcc -O2 -mavx2 accuracy.c libruntime.a -lquadmath -lm -lpthread -ldl -o accuracy && ./accuracy [POINTS] */
#include <immintrin.h>
#include <math.h>
#include <quadmath.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef double F1(double), F2(double, double);
typedef __m128d T1(__m128d), T2(__m128d, __m128d);
typedef __m256d V1(__m256d), V2(__m256d, __m256d);
typedef __float128 Q1(__float128), Q2(__float128, __float128);

#define UNARY(X) X(exp) X(log) X(sin) X(cos) X(tanh) X(atan)
#define DECLARE(f) double fx_math_##f(double); __m128d fx_math_##f##_2(__m128d); __m256d fx_math_##f##_4(__m256d);
UNARY(DECLARE)
double fx_math_pow(double, double);
__m128d fx_math_pow_2(__m128d, __m128d);
__m256d fx_math_pow_4(__m256d, __m256d);

static uint64_t state = 88172645463325252u;
static uint64_t next(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return state;
}
static double from_bits(uint64_t bits) { double x; memcpy(&x, &bits, 8); return x; }
static uint64_t bits_of(double x) { uint64_t bits; memcpy(&bits, &x, 8); return bits; }
static double between(double low, double high) { return low + (high - low) * ((next() >> 11) * 0x1p-53); }
static double any(void) { return from_bits(next()); }

static double ulps(double got, __float128 want) {
  double near = (double)want;
  if (isnan(near) || isinf(near) || near == 0) return (isnan(near) ? isnan(got) : got == near) ? 0 : fabsq(want - got) <= 0x1p-1074Q ? 1 : 1e9;
  if (isnan(got) || isinf(got)) return fabs(near) > 0x1.fffffffffffffp1023 ? 1 : 1e9;
  int exponent;
  frexp(near, &exponent);
  if (exponent < -1021) exponent = -1021;
  return (double)(fabsq(want - got) / ldexpq(1, exponent - 53));
}
static int same(double a, double b) { return bits_of(a) == bits_of(b) || (isnan(a) && isnan(b)); }

static const double SPECIAL[] = {0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 1.5, 1e-300, -1e-300, 5e-324, -5e-324,
  0x1p-1022, 0x1.fffffffffffffp-1023, 0x1.fffffffffffffp1023, -0x1.fffffffffffffp1023, 1e22, -1e22, 1e300, 709.782712893384,
  709.7827128933841, -745.1332191019411, -745.1332191019412, -708.4, 0x1p52, 0x1p53, 0x1p52 + 1, 0x1p53 - 1, -0x1p53 + 1,
  -(0x1p52 + 1), 0x1p52 - 0.5, 1647099.0, 1647098.9999999998, 0x1.fffffffffffffp-1, 0x1.0000000000001p0, INFINITY, -INFINITY, NAN,
  3.141592653589793, 1.5707963267948966, 6381956970095103.0 * 0x1p797};
enum { SPECIALS = sizeof SPECIAL / sizeof *SPECIAL };

static void lanes(const char *name, T1 two, V1 four, F1 one, const double *x) {
  double y2[4], y4[4];
  _mm_storeu_pd(y2, two(_mm_loadu_pd(x)));
  _mm_storeu_pd(y2 + 2, two(_mm_loadu_pd(x + 2)));
  _mm256_storeu_pd(y4, four(_mm256_loadu_pd(x)));
  for (int i = 0; i < 4; i++)
    if (bits_of(y2[i]) != bits_of(one(x[i])) || bits_of(y4[i]) != bits_of(one(x[i])))
      printf("%s(%a): lanes differ: %a %a %a\n", name, x[i], one(x[i]), y2[i], y4[i]);
}

static void unary(const char *name, F1 f, T1 two, V1 four, Q1 reference, F1 libm, const double *ranges, long points) {
  for (; ranges[0] != ranges[1]; ranges += 2) {
    double worst = 0, worst_libm = 0, at = 0, x[4];
    for (long i = 0; i < points; i++) {
      double a = x[i % 4] = isinf(ranges[0]) ? any() : between(ranges[0], ranges[1]);
      __float128 want = reference(a);
      double error = ulps(f(a), want), other = ulps(libm(a), want);
      if (error > worst) worst = error, at = a;
      if (other > worst_libm) worst_libm = other;
      if (i % 4 == 3) lanes(name, two, four, f, x);
    }
    printf("%-5s %12g %12g  %.3f ulp at %a (libm %.3f)\n", name, ranges[0], ranges[1], worst, at, worst_libm);
  }
  for (int i = 0; i < SPECIALS; i++) {
    double x[4] = {SPECIAL[i], 1.0, -7.25, SPECIAL[i]};
    lanes(name, two, four, f, x);
    if (ulps(f(x[0]), reference(x[0])) > 1 || (f(x[0]) == 0 && !same(f(x[0]), libm(x[0])))) printf("%s(%a) = %a, not %a\n", name, x[0], f(x[0]), libm(x[0]));
  }
}

static void power_lanes(const double *x, const double *y) {
  double y2[4], y4[4];
  _mm_storeu_pd(y2, fx_math_pow_2(_mm_loadu_pd(x), _mm_loadu_pd(y)));
  _mm_storeu_pd(y2 + 2, fx_math_pow_2(_mm_loadu_pd(x + 2), _mm_loadu_pd(y + 2)));
  _mm256_storeu_pd(y4, fx_math_pow_4(_mm256_loadu_pd(x), _mm256_loadu_pd(y)));
  for (int i = 0; i < 4; i++) {
    double want = fx_math_pow(x[i], y[i]);
    if (bits_of(y2[i]) != bits_of(want) || bits_of(y4[i]) != bits_of(want))
      printf("pow(%a, %a): lanes differ: %a %a %a\n", x[i], y[i], want, y2[i], y4[i]);
  }
}

static void power(long points) {
  const char *names[] = {"results of any size", "near 1", "small powers", "any arguments"};
  for (int kind = 0; kind < 4; kind++) {
    double worst = 0, worst_libm = 0, at_x = 0, at_y = 0, x[4], y[4];
    for (long i = 0; i < points; i++) {
      double a, b;
      if (kind == 0) a = from_bits(next() >> 2), b = between(-745, 709) / log(a);
      if (kind == 1) a = 1 + between(-0.02, 0.02), b = between(-745, 709) / log(a);
      if (kind == 2) a = between(0, 10), b = between(-10, 10);
      if (kind == 3) a = any(), b = any();
      x[i % 4] = a, y[i % 4] = b;
      __float128 want = powq(a, b);
      double error = ulps(fx_math_pow(a, b), want), other = ulps(pow(a, b), want);
      if (error > worst) worst = error, at_x = a, at_y = b;
      if (other > worst_libm) worst_libm = other;
      if (i % 4 == 3) power_lanes(x, y);
    }
    printf("pow   %-25s  %.3f ulp at %a, %a (libm %.3f)\n", names[kind], worst, at_x, at_y, worst_libm);
  }
  for (int i = 0; i < SPECIALS; i++)
    for (int j = 0; j < SPECIALS; j++) {
      double a = SPECIAL[i], b = SPECIAL[j], got = fx_math_pow(a, b), want = pow(a, b);
      double x[4] = {a, a, 2.0, a}, y[4] = {b, b, 0.5, b};
      power_lanes(x, y);
      if (!same(got, want) && !(fabs(got - want) <= fabs(want) * 0x1p-52)) printf("pow(%a, %a) = %a, not %a\n", a, b, got, want);
    }
}

int main(int argc, char **argv) {
  long points = argc > 1 ? atol(argv[1]) : 1000000;
#define RUN(f, ...) { const double ranges[] = {__VA_ARGS__, 0, 0}; unary(#f, fx_math_##f, fx_math_##f##_2, fx_math_##f##_4, f##q, f, ranges, points); }
  RUN(exp, -1, 1, -708, 709.7, -745.2, -708, -INFINITY, INFINITY)
  RUN(log, 0.5, 2, 0.99, 1.01, 0, 1e308, 0, 1e-307, -INFINITY, INFINITY)
  RUN(sin, -4, 4, -1000, 1000, -1.6e6, 1.6e6, -1e7, 1e7, -INFINITY, INFINITY)
  RUN(cos, -4, 4, -1000, 1000, -1.6e6, 1.6e6, -1e7, 1e7, -INFINITY, INFINITY)
  RUN(tanh, -1, 1, -20, 20, -1e-3, 1e-3, -INFINITY, INFINITY)
  RUN(atan, -1, 1, -10, 10, 0.4, 0.6, -INFINITY, INFINITY)
  power(points);
}
