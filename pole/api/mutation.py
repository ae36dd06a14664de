"""What may be written: tasks for the owners of records, and nothing into the records themselves."""

from __future__ import annotations

import strawberry

from pole.access.policy_file import Question
from pole.api.asking import Info
from pole.api.shapes.corrections import CorrectionInput, CorrectionResult
from pole.api.shapes.inputs import short
from pole.api.shapes.refusal import NotVisibleAnswer
from pole.api.shapes.shape import by
from pole.errors import NotVisibleError
from pole.graph.rows import TaskState
from pole.service.corrections import answer_correction, raise_correction

Id = strawberry.ID


async def _raise(info: Info, input: CorrectionInput) -> object:
    try:
        return await info.context.ask(Question.CORRECTIONS, raise_correction, input.value())
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)


async def _answer(info: Info, id: Id, state: TaskState, words: str) -> object:
    try:
        return await info.context.ask(Question.CORRECTIONS, answer_correction, short("id", id), state, words)
    except NotVisibleError as error:
        return NotVisibleAnswer(error.message)


@strawberry.type
class Mutation:
    raise_correction: CorrectionResult = by(_raise)
    answer_correction: CorrectionResult = by(_answer)
