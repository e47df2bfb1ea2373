// The network of mlp.scm, the products of matmul.scm and the loops of chain.scm by hand, with OpenBLAS on one thread.
// Compiled once for each type: -DREAL=double -DGEMM=cblas_dgemm -DTYPE='"f64"'. Prints "name ns check".
#include <cblas.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tgmath.h>
#undef I

typedef REAL real;

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double time_of(int n, void (*run)(void)) {
    double start = seconds();
    for (int i = 0; i < n; i++) { run(); __asm__ volatile("" ::: "memory"); }
    return (seconds() - start) / n;
}

// The least and the median of three runs of at least 0.12 s, after as much warming up.
static void bench(const char *name, double check, void (*run)(void)) {
    int n = 1;
    while (n * time_of(n, run) < 0.12 && n < 100000000) n *= 2;
    double times[3];
    for (int k = 0; k < 3; k++) times[k] = time_of(n, run);
    qsort(times, 3, sizeof *times, compare);
    printf("%s|%s|%.1f|%.1f|%.17g\n", name, TYPE, 1e9 * times[0], 1e9 * times[1], check);
}

static real *wave(int n, double scale, double pace) {
    real *v = aligned_alloc(64, (n * sizeof(real) + 63) / 64 * 64);
    for (int i = 0; i < n; i++) v[i] = scale * sin(pace * (i + 1.0));
    return v;
}

static void product(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, int m, int n, int k, real *a, real *b, real *c) {
    GEMM(CblasRowMajor, ta, tb, m, n, k, 1, a, ta == CblasTrans ? m : k, b, tb == CblasTrans ? k : n, 0, c, n);
}

enum { B = 64, I = 784, H = 128, O = 10 };
static real *x, *w1, *b1, *w2, *b2, h[B * H], z[B * O], dh[B * H], dw1[I * H], dw2[H * O], db1[H], db2[O];

static double forward(void) {
    double loss = 0;
    product(CblasNoTrans, CblasNoTrans, B, H, I, x, w1, h);
    for (int i = 0; i < B; i++)
        for (int j = 0; j < H; j++) { real s = h[i * H + j] + b1[j]; h[i * H + j] = s > 0 ? s : 0; }
    product(CblasNoTrans, CblasNoTrans, B, O, H, h, w2, z);
    // z becomes the gradient of the logits.
    for (int i = 0; i < B; i++) {
        real *row = z + i * O, top = -INFINITY, sum = 0;
        for (int j = 0; j < O; j++) { row[j] += b2[j]; top = row[j] > top ? row[j] : top; }
        real own = row[i % O] - top;
        for (int j = 0; j < O; j++) { row[j] = exp(row[j] - top); sum += row[j]; }
        loss += log(sum) - own;
        for (int j = 0; j < O; j++) row[j] = (row[j] / sum - (j == i % O)) / B;
    }
    return loss / B;
}

static void step(void) {
    forward();
    product(CblasTrans, CblasNoTrans, H, O, B, h, z, dw2);
    product(CblasNoTrans, CblasTrans, B, H, O, z, w2, dh);
    for (int i = 0; i < B * H; i++) dh[i] = h[i] > 0 ? dh[i] : 0;
    product(CblasTrans, CblasNoTrans, I, H, B, x, dh, dw1);
    memset(db1, 0, sizeof db1);
    memset(db2, 0, sizeof db2);
    for (int i = 0; i < B; i++) {
        for (int j = 0; j < H; j++) db1[j] += dh[i * H + j];
        for (int j = 0; j < O; j++) db2[j] += z[i * O + j];
    }
    const real rate = 0.1;
    for (int i = 0; i < I * H; i++) w1[i] -= rate * dw1[i];
    for (int i = 0; i < H * O; i++) w2[i] -= rate * dw2[i];
    for (int i = 0; i < H; i++) b1[i] -= rate * db1[i];
    for (int i = 0; i < O; i++) b2[i] -= rate * db2[i];
}

static int size;
static real *left, *right, *into;
static void multiply(void) { product(CblasNoTrans, CblasNoTrans, size, size, size, left, right, into); }

enum { N = 1000000, R = 1000 };
static real *u, *v, *row, *table, *out;
static volatile real found;
#define LOOP(name, value) static void name(void) { for (int i = 0; i < N; i++) out[i] = value; }
LOOP(add, u[i] + v[i])
LOOP(multiply_add, u[i] * v[i] + u[i])
LOOP(exponential, exp(u[i]))
LOOP(hyperbolic, tanh(u[i]))
LOOP(chain, exp(-u[i] * u[i]) * sin(u[i]))
static void add_row(void) {
    for (int i = 0; i < R; i++) for (int j = 0; j < R; j++) out[i * R + j] = table[i * R + j] + row[j];
}
static real sum_of(const real *p, int n) {
    real lanes[16] = {0};
    int i = 0;
    for (; i + 16 <= n; i += 16) for (int k = 0; k < 16; k++) lanes[k] += p[i + k];
    for (; i < n; i++) lanes[0] += p[i];
    real s = 0;
    for (int k = 0; k < 16; k++) s += lanes[k];
    return s;
}
static void sum(void) { found = sum_of(u, N); }
static void columns(void) {
    memset(out, 0, R * sizeof *out);
    for (int i = 0; i < R; i++) for (int j = 0; j < R; j++) out[j] += table[i * R + j];
}
static void rows(void) { for (int i = 0; i < R; i++) out[i] = sum_of(table + i * R, R); }
static void softmax(void) {
    for (int i = 0; i < R; i++) {
        real *from = table + i * R, *to = out + i * R, top = from[0];
        for (int j = 0; j < R; j++) top = from[j] > top ? from[j] : top;
        for (int j = 0; j < R; j++) to[j] = exp(from[j] - top);
        real part = 1 / sum_of(to, R);
        for (int j = 0; j < R; j++) to[j] *= part;
    }
}

static void bench_loop(const char *name, void (*run)(void), int results) {
    run();
    double check = run == sum ? found : 0;
    for (int i = 0; i < results; i++) check += out[i];
    bench(name, check, run);
}

int main(void) {
    x = wave(B * I, 1, 0.37);
    w1 = wave(I * H, 0.05, 0.11), b1 = wave(H, 0.1, 0.7), w2 = wave(H * O, 0.1, 0.13), b2 = wave(O, 0.1, 0.9);
    step(), step(), step();
    bench("mlp", forward(), step);
    for (size = 64; size <= 1024; size *= 2) {
        left = wave(size * size, 1, 0.37), right = wave(size * size, 1, 0.11), into = wave(size * size, 1, 0.1);
        multiply();
        double check = 0;
        for (int i = 0; i < size * size; i++) check += into[i];
        char name[32];
        sprintf(name, "matmul %d", size);
        bench(name, check, multiply);
    }
    u = wave(N, 3, 0.37), v = wave(N, 2, 0.11), row = wave(R, 2, 0.23), table = wave(N, 2, 0.31), out = wave(N, 1, 0.1);
    bench_loop("x+y", add, N);
    bench_loop("x*y+x", multiply_add, N);
    bench_loop("rows+row", add_row, N);
    bench_loop("exp", exponential, N);
    bench_loop("tanh", hyperbolic, N);
    bench_loop("exp(-x*x)*sin(x)", chain, N);
    bench_loop("sum", sum, 0);
    bench_loop("sum of columns", columns, R);
    bench_loop("sum of rows", rows, R);
    bench_loop("softmax of rows", softmax, N);
}
