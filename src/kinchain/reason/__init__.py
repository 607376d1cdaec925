"""Why: conditions, the knee-foot chain and the next question, by exact inference."""

from __future__ import annotations

from kinchain.reason.chain import ChainBelief, believe_chain
from kinchain.reason.infer import Inference, RankedCondition, infer
from kinchain.reason.questions import AnswerValue, NextQuestion, answer_values, next_questions

__all__ = [
    "AnswerValue",
    "ChainBelief",
    "Inference",
    "NextQuestion",
    "RankedCondition",
    "answer_values",
    "believe_chain",
    "infer",
    "next_questions",
]
