"""What may be written: tasks for the owners of records, decisions on identity, and nothing into the records themselves."""

from __future__ import annotations

from collections.abc import Callable

import strawberry

from pole.access.policy_file import Question
from pole.api.asking import Info
from pole.api.shapes.corrections import CorrectionInput, CorrectionResult
from pole.api.shapes.decisions import DecisionInput, DecisionResult
from pole.api.shapes.inputs import short
from pole.api.shapes.refusal import NotVisibleAnswer
from pole.api.shapes.shape import by
from pole.errors import NotVisibleError
from pole.graph.rows import TaskState
from pole.service.corrections import answer_correction, raise_correction
from pole.service.deciding import decide, end_decision, second_decision

Id = strawberry.ID


async def _written(info: Info, question: Question, write: Callable[..., object], *words: object) -> object:
    """What a service made of it; what may not be seen is told as what does not exist."""
    try:
        return await info.context.ask(question, write, *words)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)


async def _raise(info: Info, input: CorrectionInput) -> object:
    return await _written(info, Question.CORRECTIONS, raise_correction, input.value())


async def _answer(info: Info, id: Id, state: TaskState, words: str) -> object:
    return await _written(info, Question.CORRECTIONS, answer_correction, short("id", id), state, words)


async def _decide(info: Info, input: DecisionInput) -> object:
    return await _written(info, Question.DECISIONS, decide, input.value())


async def _second(info: Info, id: Id, agree: bool, why: str) -> object:
    return await _written(info, Question.DECISIONS, second_decision, short("id", id), agree, why)


async def _end(info: Info, id: Id, why: str) -> object:
    return await _written(info, Question.DECISIONS, end_decision, short("id", id), why)


@strawberry.type
class Mutation:
    decide: DecisionResult = by(_decide)
    second_decision: DecisionResult = by(_second)
    end_decision: DecisionResult = by(_end)
    raise_correction: CorrectionResult = by(_raise)
    answer_correction: CorrectionResult = by(_answer)
