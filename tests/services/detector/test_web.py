"""The HTTP server lives in the loop of the service and ends with it."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from services.detector.changes import Changes
from services.detector.web import HOST, ServerFailed, Site, WebServer, listening_at


def an_application(changes: Changes) -> FastAPI:
    application = FastAPI()

    @application.get("/hello")
    async def hello() -> str:
        return "hello"

    @application.get("/stream")
    async def stream() -> StreamingResponse:
        async def events() -> AsyncIterator[bytes]:
            yield b"one\n"
            await changes.beyond(0)

        return StreamingResponse(events())

    return application


async def test_it_answers_on_a_free_port_of_the_loopback_and_writes_no_access_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    server = WebServer(an_application(Changes(0)))
    port = await server.start()
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}") as client:
        answer = await client.get("/hello")
    assert answer.json() == "hello"
    assert "server" not in answer.headers
    await server.stop()
    assert [
        record for record in caplog.records if record.name.startswith("uvicorn") and "hello" in record.getMessage()
    ] == []
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://{HOST}:{port}/hello")


async def test_streams_that_were_sent_home_hold_nothing_up() -> None:
    changes = Changes(0)
    server = WebServer(an_application(changes))
    port = await server.start()
    async with httpx.AsyncClient() as client, client.stream("GET", f"http://{HOST}:{port}/stream") as answer:
        lines = answer.aiter_lines()
        assert await anext(lines) == "one"
        changes.end()
        await server.stop()
        with pytest.raises(StopAsyncIteration):
            await anext(lines)


async def test_a_server_that_ends_by_itself_is_told() -> None:
    server = WebServer(an_application(Changes(0)))
    await server.start()
    ended = asyncio.create_task(server.ended())
    await server.stop()
    with pytest.raises(ServerFailed):
        await ended


async def test_stopping_what_never_started_is_no_fault() -> None:
    await WebServer(an_application(Changes(0))).stop()


def test_no_answer_waits_until_the_desk_has_acknowledged_its_head() -> None:
    with listening_at(Site(), 1) as listening, socket.create_connection(listening.getsockname()):
        connection, _ = listening.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
