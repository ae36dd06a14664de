"""Every setting, read once from the environment. A malformed one stops the start and names itself.

Nothing else reads the environment. Names are `POLE_` and the field's name in capitals; `docs/reference/settings.md` lists
them and is proved complete.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from pole.errors import SettingsError

PREFIX = "POLE_"
STORES = ("sqlite:///", "neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


class Settings(BaseModel):
    """What this deployment is told from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data: Path = Field(Path("pole-data"), description="Folder for the embedded store, the audit trail and the keys")
    store: str = Field(
        "",
        description="sqlite:///FILE, neo4j://HOST:PORT or bolt://HOST:PORT; empty is a SQLite file in the data folder",
    )
    neo4j_user: str = Field("neo4j", description="User at the Neo4j server")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password at the Neo4j server")
    policy: Path | None = Field(None, description="Policy file; empty is the example that comes with the program")
    vocabulary: Path | None = Field(None, description="A file that extends the vocabulary")
    mappings: Path | None = Field(
        None, description="Folder of further mappings: one folder with a mapping.yaml a source"
    )
    database: SecretStr = Field(SecretStr(""), description="Database that `pole pull` asks, as a URL of SQLAlchemy")
    ceiling: str = Field("OFFICIAL-SENSITIVE", description="Highest classification this system is accredited for")
    reason: str = Field("", description="Reason for commands that show data, as in the header Pole-Reason")
    host: str = Field("127.0.0.1", description="Address to serve on")
    port: int = Field(8000, ge=0, le=65535, description="Port to serve on; 0 takes a free one")
    metrics_port: int = Field(0, ge=0, le=65535, description="Port for metrics; 0 serves none")
    issuer: str = Field("", description="OIDC issuer whose tokens are accepted; empty is the development issuer")
    audience: str = Field("pole", description="Audience that tokens must name")
    development: bool = Field(True, description="Whether the development issuer and its viewers may be used")
    graphiql: bool = Field(True, description="Whether GraphiQL is served")
    guesses_per_hour: int = Field(
        100,
        ge=1,
        le=10_000,
        description="Identifiers under which a viewer sees nothing that may be asked for in an hour",
    )
    question_seconds: float = Field(10, gt=0, le=60, description="Longest time a question may take, in seconds")

    @field_validator("store")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value and not value.startswith(STORES):
            raise ValueError("expected sqlite:///FILE, neo4j://HOST:PORT or bolt://HOST:PORT")
        return value

    @model_validator(mode="after")
    def _one_issuer(self) -> Self:
        if self.issuer and self.development:
            raise ValueError("POLE_ISSUER is set, so POLE_DEVELOPMENT must be false: a service trusts one issuer")
        return self

    @property
    def store_url(self) -> str:
        """The store in force."""
        return self.store or f"sqlite:///{self.data / 'pole.db'}"


def read_settings(**given: object) -> Settings:
    """The settings, with `given` in place of the environment's. Raises SettingsError naming every malformed one."""
    names = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    told = {name: os.environ[variable] for variable, name in names.items() if variable in os.environ}
    try:
        return Settings.model_validate(told | given)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        words = (": ".join((*(f"{PREFIX}{str(name).upper()}" for name in e["loc"]), e["msg"])) for e in wrong)
        raise SettingsError("; ".join(words) + ". See docs/reference/settings.md.") from None


def known_settings() -> Mapping[str, str]:
    """Every setting by its name in the environment, with what it is for."""
    return {f"{PREFIX}{name.upper()}": field.description or "" for name, field in Settings.model_fields.items()}
