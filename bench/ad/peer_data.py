"""The same problem data as common.h."""
import math
import numpy as np

MAP_STEPS, MAP_DT = 1000, 1e-3
NB, NB_STEPS, NB_DT, NB_EPS = 5, 100, 0.01, 0.01
GMM_D, GMM_K, GMM_N, GMM_GAMMA, GMM_M = 10, 5, 1000, 1.0, 0
GMM_ICF = GMM_D * (GMM_D + 1) // 2
LSTM_L, LSTM_C, LSTM_B = 2, 1024, 14


def stream(seed, n):
    out = np.empty(n)
    for i in range(n):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = (seed >> 8) / 16777216.0
    return out


def rosen(n):
    return np.where(np.arange(n) % 2 == 1, 1.0, -1.2)


def nbody():
    u = stream(11, 6 * NB + NB)
    return 2 * u[:15] - 1, 0.2 * (2 * u[15:30] - 1), 0.1 + 0.1 * u[30:]


def gmm():
    np_ = GMM_K * (1 + GMM_D + GMM_ICF)
    u = stream(21, np_ + GMM_N * GMM_D)
    return 0.4 * (u[:np_] - 0.5), (2 * u[np_:] - 1).reshape(GMM_N, GMM_D)


def lstm():
    n, s = 8 * LSTM_B * LSTM_L + 3 * LSTM_B, 2 * LSTM_L * LSTM_B
    u = stream(31, n + s + LSTM_C * LSTM_B)
    seq = np.where(u[n + s:] < 0.5, 0.0, 1.0).reshape(LSTM_C, LSTM_B)
    return u[:n] - 0.5, 0.2 * (u[n:n + s] - 0.5), seq


def checksum(g):
    g = np.asarray(g, dtype=float).ravel()
    return float(np.sum(g * np.cos(np.arange(g.size))))


def bench(name, impl, what, check, fn, budget=0.6, batches=9):
    """median/min ns per call over batches; one JSON line."""
    import json
    import time
    fn()
    t0 = time.perf_counter(); fn(); dt = time.perf_counter() - t0
    reps = max(1, int(budget / batches / max(dt, 1e-7)))
    if dt > 1.0:
        batches = 3
    ts = []
    for _ in range(batches):
        t0 = time.perf_counter()
        for _ in range(reps):
            fn()
        ts.append((time.perf_counter() - t0) / reps * 1e9)
    ts.sort()
    print(json.dumps(dict(bench=name, impl=impl, what=what, ns=round(ts[len(ts) // 2], 1),
                          min_ns=round(ts[0], 1), check=float(check))), flush=True)
