"""What a title or an abstract looks like after its LaTeX and PDF traces are made readable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.readable import readable


@pytest.mark.parametrize(
    ("traces", "shown"),
    [
        ("11.9times higher, 3times less", "11.9× higher, 3× less"),
        ("256times256, 35times 3 and 64 times 64", "256×256, 35×3 and 64 × 64"),
        ("1.1 pm 1.3 or 0.5pm0.1", "1.1 ± 1.3 or 0.5 ± 0.1"),
        ("leq 7B (leq3B), r' neq r, Score approx 0.84", "≤ 7B (≤3B), r' ≠ r, Score ≈ 0.84"),
        ("only sim30 samples in 1sim4 steps", "only ~30 samples in 1~4 steps"),
        ("0.73rightarrow0.90 and Paris rightarrow France", "0.73→0.90 and Paris → France"),
        ("360^circtimes180^circ, full-360^{circ}", "360°×180°, full-360°"),
        ("infty-RoPE, eta_1=1, ell_2 norm, pi_0-FAST, pi_0.5", "∞-RoPE, η₁=1, ℓ₂ norm, π₀-FAST, π_0.5"),
        ("0.6 AP^b and 0.4 AP^m", "0.6 APᵇ and 0.4 APᵐ"),
        ("O(L^2), 10^{26}, SEQ^3, A^* and W=KQ^top.", "O(L²), 10²⁶, SEQ³, A* and W=KQᵀ."),
        ("Oleft(n^{1.5}dright) from Oleft(n^2dright)", "O(n^{1.5}d) from O(n²d)"),
        ("mathcal{O}(T), mathbf x_0 and texttt{D}ual", "O(T), x₀ and Dual"),
    ],
)
def test_words_that_were_commands_are_shown_as_signs(traces: str, shown: str) -> None:
    assert readable(traces) == shown


@pytest.mark.parametrize(
    ("traces", "shown"),
    [
        (r"5\% \& more, get\_capital, \$32,000 \#1", "5% & more, get_capital, $32,000 #1"),
        (r"\emph{very \textbf{bold}} and {\em so} on", "very bold and so on"),
        (
            r"\textless2MB, a \textless SEG\textgreater, so\textemdash yes (\eg, this)",
            "<2MB, a <SEG>, so— yes (e.g., this)",
        ),
        (
            r"d\'ecrit r\^ole \`a encha\^\inement na\"ive Erd\H{o}s Fran\c{c}ois \'{E}tat",
            "décrit rôle à enchaînement naïve Erdős François État",
        ),
        (r"GPT-4o\'s view", "GPT-4o's view"),
        (r"(S\(^2\)-Attn) and $O(n^2)$ for $\alpha$ and $k$", "(S²-Attn) and O(n²) for α and k"),
        (r"a 3$\times$ speed-up for $\sim$5 of $\alpha$s", "a 3× speed-up for ~5 of αs"),
        (r"360{\deg}, 3.6\times and {\Theta}(4)", "360°, 3.6× and Θ(4)"),
        (r"\url{https://a.org/x_1} \href{https://b.org/y}{code}", "https://a.org/x_1 code (https://b.org/y)"),
        ("Fig.~2, layers~(MLPs)", "Fig. 2, layers (MLPs)"),
        ("``quoted'' and ``half\" and ''both'' and `single'", "“quoted” and “half” and “both” and ‘single’"),
        ("loss -- seen ---the board--- 10--20%", "loss – seen —the board— 10–20%"),
        ("a title\n  wrapped\tover lines", "a title wrapped over lines"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_latex_is_shown_as_what_it_prints(traces: str, shown: str) -> None:
    assert readable(traces) == shown


@pytest.mark.parametrize(
    "plain",
    [
        "3 times less, at 3 pm 2024, between 1 pm and 3 pm, many times 5",
        "the sim-to-real gap, sim2real, approx. 35K, approximately 3",
        "alpha channels, beta version, muParam, alpha-entmax, textless-SLMs",
        "$5 and $10, from $630K to $700K, 5$ or 6$",
        "https://a.org/x_0_11.9times^2 and github.com/u/r_1--x",
        "Q4_0, imo_1960_p2, block_out, RoBERTa_Large",
        "don't, the models' own, rock 'n' roll, f''",
        "--flag, well-known, e-mail",
        "12~20%, 1M~4M, ~30%",
        r"\ours beats \method",
        "<SEG> and [PAUSE] and <script>alert(1)</script>",
        "left (as is) right, the left(most) part",
    ],
)
def test_what_may_be_plain_words_stays_as_it_is(plain: str) -> None:
    assert readable(plain) == plain


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc 129.,()-?!:;/%", max_size=80).filter(lambda text: "--" not in text))
def test_text_without_traces_only_loses_spare_white_space(text: str) -> None:
    assert readable(text) == " ".join(text.split())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120) | st.text(alphabet="\\{}$^_`'~- aes2times", max_size=60))
def test_no_text_raises_and_white_space_comes_out_single(text: str) -> None:
    shown = readable(text)
    assert shown == " ".join(shown.split())
