"""The programs in JAX (jit, one thread of the CPU): a JSON line for each result, as hand.c prints them."""
import os
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ.setdefault("OMP_NUM_THREADS", "1")
import math
import time
import sys
import jax
import jax.numpy as jnp
import numpy as np
import peer_data as D
jax.config.update("jax_enable_x64", True)
from jax import lax

compile_s = {}


def run(name, f, x, scalar=False, extra=()):
    pr = jax.jit(f)
    t = time.perf_counter(); v = jax.block_until_ready(pr(x)); tp = time.perf_counter() - t
    g = jax.jit(jax.grad(f))
    t = time.perf_counter(); gv = jax.block_until_ready(g(x)); tg = time.perf_counter() - t
    D.bench(name, "jax-jit", "primal", v, lambda: jax.block_until_ready(pr(x)))
    D.bench(name, "jax-jit", "grad", gv if scalar else D.checksum(gv), lambda: jax.block_until_ready(g(x)))
    print(f'# {name}: compile primal {tp:.2f} s, gradient {tg:.2f} s', file=sys.stderr)


def rosen(x):
    return jnp.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def map1000(x):
    def body(x, _):
        return x + D.MAP_DT * (jnp.sin(x) + jnp.exp(-x)), None
    return lax.scan(body, x, None, length=D.MAP_STEPS)[0]


def main():
    for n in (2, 100, 10000):
        run(f"rosen{n}", rosen, jnp.asarray(D.rosen(n)))

    @jax.jit
    def gd(x):
        return jnp.sum(lax.fori_loop(0, 1000, lambda i, x: x - 1e-3 * jax.grad(rosen)(x), x))
    x2 = jnp.asarray(D.rosen(2))
    D.bench("rosen2_gd1000", "jax-jit", "grad", gd(x2), lambda: gd(x2).block_until_ready())

    run("map1000", map1000, jnp.float64(0.5), scalar=True)
    fwd = jax.jit(lambda x: jax.jvp(map1000, (x,), (1.0,))[1])
    x0 = jnp.float64(0.5)
    D.bench("map1000", "jax-jit", "fwd", fwd(x0), lambda: fwd(x0).block_until_ready())

    q, v, m = (jnp.asarray(a) for a in D.nbody())
    iu, ju = np.triu_indices(D.NB, 1)

    def acc(q):
        d = q[ju] - q[iu]
        r2 = jnp.sum(d * d, 1) + D.NB_EPS
        w = (1 / (r2 * jnp.sqrt(r2)))[:, None] * d
        a = jnp.zeros((D.NB, 3))
        return a.at[iu].add(m[ju][:, None] * w).at[ju].add(-m[iu][:, None] * w)

    def nbody(q):
        def body(c, _):
            q, v = c
            v = v + D.NB_DT * acc(q)
            return (q + D.NB_DT * v, v), None
        (qf, _), _ = lax.scan(body, (q.reshape(-1, 3), v.reshape(-1, 3)), None, length=D.NB_STEPS)
        return jnp.sum(qf * qf)
    run("nbody5x100", nbody, q)

    p, X = (jnp.asarray(a) for a in D.gmm())
    d, k, n, ic = D.GMM_D, D.GMM_K, D.GMM_N, D.GMM_ICF
    # strictly lower triangle stored column by column
    cols, rows = zip(*[(i, j) for i in range(d) for j in range(i + 1, d)])
    rows, cols = np.array(rows), np.array(cols)

    def gmm(p):
        al, mu, icf = p[:k], p[k:k + k * d].reshape(k, d), p[k + k * d:].reshape(k, ic)
        qd, sq = jnp.exp(icf[:, :d]), jnp.sum(icf[:, :d], 1)
        L = jnp.zeros((k, d, d)).at[:, rows, cols].set(icf[:, d:])
        L = L + jax.vmap(jnp.diag)(qd)
        xc = X[:, None, :] - mu[None]
        Qx = jnp.einsum("kij,nkj->nki", L, xc)
        mt = al + sq - 0.5 * jnp.sum(Qx ** 2, 2)
        lse = jax.scipy.special.logsumexp
        out = jnp.sum(lse(mt, axis=1)) - n * d * 0.5 * math.log(2 * math.pi) - n * lse(al)
        return out + 0.5 * D.GMM_GAMMA ** 2 * (jnp.sum(qd ** 2) + jnp.sum(icf[:, d:] ** 2)) - D.GMM_M * jnp.sum(sq)
    run("gmm_d10k5n1000", gmm, p)

    lp, ls, lq = (jnp.asarray(a) for a in D.lstm())
    b, Ln = D.LSTM_B, D.LSTM_L
    sg = lambda x: 1 / (1 + jnp.exp(-x))

    def lstm(p):
        mp, ex = p[:8 * b * Ln].reshape(Ln, 8, b), p[8 * b * Ln:].reshape(3, b)
        st = ls.reshape(Ln, 2, b)

        def body(st, xy):
            x, y = xy
            inp = x * ex[0]
            new = []
            for l in range(Ln):
                w, h, c = mp[l], st[l, 0], st[l, 1]
                f, i = sg(inp * w[0] + w[4]), sg(h * w[1] + w[5])
                o, ch = sg(inp * w[2] + w[6]), jnp.tanh(h * w[3] + w[7])
                c = c * f + i * ch
                h = o * jnp.tanh(c)
                new.append(jnp.stack([h, c]))
                inp = h
            out = inp * ex[1] + ex[2]
            return jnp.stack(new), jnp.sum(y * (out - jnp.log(jnp.sum(jnp.exp(out)) + 2)))
        _, t = lax.scan(body, st, (lq[:-1], lq[1:]))
        return -jnp.sum(t) / ((D.LSTM_C - 1) * b)
    run("lstm_l2c1024b14", lstm, lp)


main()
