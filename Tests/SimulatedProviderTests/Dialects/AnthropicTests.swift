import JSONText
import Testing

@testable import SimulatedProvider

@Suite struct AnthropicTests {
    private func ask(_ text: String, _ more: JSONObject = [:]) -> JSONValue {
        Exchange(Requests.messages, Requests.anthropic(text, more)).json
    }

    private static let thinking: JSONObject = [
        "thinking": ["type": "enabled", "budget_tokens": 1024], "max_tokens": 2000,
        "tools": Requests.anthropicTools("weather", "clock"),
    ]

    /// The next turn of a tool loop, with the assistant's blocks as given.
    private func next(_ blocks: JSONValue, _ more: JSONObject) -> Exchange {
        let results = (blocks.array ?? []).filter { $0["type"] == "tool_use" }.map { block -> JSONValue in
            ["type": "tool_result", "tool_use_id": block["id"] ?? nil, "content": "fine"]
        }
        let messages: JSONValue = [
            ["role": "user", "content": "weather and clock"], ["role": "assistant", "content": blocks],
            ["role": "user", "content": .array(results)],
        ]
        return Exchange(Requests.messages, Requests.merged(["model": "m", "messages": messages], more))
    }

    @Test("a tool loop with thinking works when the signed thoughts come back unmodified, and only then")
    func loop() throws {
        let first = ask("weather and clock, redacted", Self.thinking)
        let blocks = try #require(first["content"]?.array)
        #expect(blocks.compactMap { $0["type"]?.string } == ["thinking", "redacted_thinking", "tool_use", "tool_use"])
        #expect(first["stop_reason"] == "tool_use")

        let good = next(.array(blocks), Self.thinking)
        #expect(good.json["content"]?.array?.last?["text"] == #"Result 1: "fine". Result 2: "fine"."#)

        var edited = blocks
        edited[0] = ["type": "thinking", "thinking": "other", "signature": blocks[0]["signature"] ?? nil]
        let changed = next(.array(edited), Self.thinking)
        #expect(changed.status == 400)
        #expect(changed.json["error"]?["message"]?.string?.contains("Invalid `signature`") == true)

        let dropped = next(.array(Array(blocks[2...])), Self.thinking)
        #expect(dropped.status == 400)
        #expect(dropped.json["error"]?["message"]?.string?.contains("must start with a thinking block") == true)

        var adaptive = Self.thinking
        adaptive["thinking"] = ["type": "adaptive"]
        #expect(next(.array(Array(blocks[2...])), adaptive).status == 200)
    }

    @Test("omitted thoughts have a signature and no text")
    func omitted() {
        let answer = ask(
            "x",
            ["thinking": ["type": "adaptive", "display": "omitted"]]
        )
        #expect(answer["content"]?[0]?["thinking"] == "")
        #expect(answer["content"]?[0]?["signature"]?.string?.isEmpty == false)
    }

    @Test("parallel calls, one call, any, none")
    func choices() {
        let tools = Requests.anthropicTools("weather", "clock")
        func names(_ text: String, _ choice: JSONValue) -> [String] {
            (ask(text, ["tools": tools, "tool_choice": choice])["content"]?.array ?? [])
                .compactMap { $0["name"]?.string }
        }
        #expect(names("weather clock", ["type": "auto"]) == ["weather", "clock"])
        #expect(names("weather clock", ["type": "auto", "disable_parallel_tool_use": true]) == ["weather"])
        #expect(names("x", ["type": "any"]) == ["weather"])
        #expect(names("x", ["type": "tool", "name": "clock"]) == ["clock"])
        #expect(names("weather", ["type": "none"]) == [])
    }

    @Test("stop sequence, limit, refusal and formats")
    func endings() {
        let stopped = Exchange(
            Requests.messages,
            Requests.anthropic("one two", model: "echo", ["stop_sequences": ["two"]])
        ).json
        #expect(stopped["stop_reason"] == "stop_sequence")
        #expect(stopped["stop_sequence"] == "two")
        #expect(stopped["content"]?[0]?["text"] == "one ")
        #expect(ask("x", ["max_tokens": 1])["stop_reason"] == "max_tokens")
        let refused = ask("please refuse")
        #expect(refused["stop_reason"] == "refusal")
        #expect(refused["content"] == [])
        #expect(refused["stop_details"]?["type"] == "refusal")
        let format: JSONValue = ["type": "json_schema", "schema": Requests.citySchema]
        #expect(ask("x", ["output_config": ["format": format]])["content"]?[0]?["text"] == #"{"city":"sample"}"#)
        #expect(ask("x", ["output_format": format])["content"]?[0]?["text"] == #"{"city":"sample"}"#)
    }

    @Test("cache marks: writing by lifetime, reading where the prefix says so, and nothing counted twice")
    func cache() {
        func usage(_ system: String) -> JSONValue {
            ask(
                "12345678",
                [
                    "system": [
                        [
                            "type": "text", "text": .string(system),
                            "cache_control": ["type": "ephemeral", "ttl": "1h"],
                        ],
                        ["type": "text", "text": "abcd", "cache_control": ["type": "ephemeral"]],
                    ]
                ]
            )["usage"] ?? nil
        }
        let written = usage("eight by")
        #expect(written["cache_creation"]?["ephemeral_1h_input_tokens"] == 2)
        #expect(written["cache_creation"]?["ephemeral_5m_input_tokens"] == 1)
        #expect(written["cache_creation_input_tokens"] == 3)
        #expect(written["cache_read_input_tokens"] == 0)
        #expect(written["input_tokens"] == 2)
        let read = usage("cache me")
        #expect(read["cache_read_input_tokens"] == 2)
        #expect(read["cache_creation_input_tokens"] == 1)
        #expect(read["input_tokens"] == 2)
    }

    @Test("tokens are counted as the answer's usage counts them")
    func count() {
        let body: JSONValue = ["model": "m", "messages": [["role": "user", "content": "12345678"]]]
        #expect(Exchange("/v1/messages/count_tokens", body).json == ["input_tokens": 2])
        #expect(ask("12345678")["usage"]?["input_tokens"] == 2)
        #expect(Exchange("/v1/messages/count_tokens", Requests.anthropic("x")).status == 400)
    }

    @Test(
        "wrong requests are refused as the real API does",
        arguments: [
            (#"{"max_tokens":5,"messages":[]}"#, "model: Field required"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}]}"#, "max_tokens: Field required"),
            (#"{"model":"m","max_tokens":5}"#, "messages: Field required"),
            (#"{"model":"m","max_tokens":5,"messages":[]}"#, "at least one message is required"),
            (#"{"model":"m","max_tokens":0,"messages":[]}"#, "max_tokens: Input should be greater than or equal to 1"),
            (#"{"model":"m","max_tokens":"5","messages":[]}"#, "max_tokens: Input should be a valid integer"),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"system","content":"x"}]}"#,
                "Unexpected role \"system\""
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"assistant","content":"x"}]}"#,
                "first message must use"
            ),
            (#"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":""}]}"#, "non-empty content"),
            (#"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[]}]}"#, "non-empty content"),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":""}]}]}"#,
                "text content blocks must be non-empty"
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[{"type":"odd"}]}]}"#,
                "messages.0.content.0: Input tag 'odd'"
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y "}]}"#,
                "trailing whitespace"
            ),
            (
                #"""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":\#
                [{"type":"tool_use","id":"t1","name":"f","input":{}}]},{"role":"user","content":"x"}]}
                """#,
                "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1"
            ),
            (
                #"""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":\#
                [{"type":"tool_use","id":"t1","name":"f","input":{}}]},{"role":"user","content":\#
                [{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"t1"}]}]}
                """#,
                "without `tool_result` blocks immediately after"
            ),
            (
                #"""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":\#
                [{"type":"tool_result","tool_use_id":"t9","content":"x"}]}]}
                """#,
                "unexpected `tool_use_id` found in `tool_result` blocks: t9"
            ),
            (
                #"""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":\#
                [{"type":"tool_use","id":"a.b","name":"f","input":{}}]}]}
                """#,
                "String should match pattern"
            ),
            (#"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"n":2}"#, "n: Extra inputs"),
            (#"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x","name":"b"}]}"#, "Extra inputs"),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"temperature":1.5}"#,
                "equal to 1"
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":5}}"#,
                "greater than or equal to 1024"
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":1024}}"#,
                "`max_tokens` must be greater than"
            ),
            (
                #"{"model":"m","max_tokens":5,"temperature":0.5,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"adaptive"}}"#,
                "`temperature` may only be set to 1"
            ),
            (
                #"""
                {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"thinking":{"type":"adaptive"},\#
                "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}}
                """#,
                "Thinking may not be enabled when tool_choice forces tool use."
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"any"}}"#,
                "tool_choice may only be specified while providing tools"
            ),
            (
                #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"f"}]}"#,
                "tools.0.input_schema: Field required"
            ),
        ]
    )
    func refuses(body: String, words: String) throws {
        let exchange = Exchange(Requests.messages, try JSONValue(parsing: body))
        #expect(exchange.status == 400)
        #expect(exchange.json["type"] == "error")
        #expect(exchange.json["error"]?["type"] == "invalid_request_error")
        #expect(exchange.json["request_id"]?.string?.hasPrefix("req_") == true)
        let message = exchange.json["error"]?["message"]?.string ?? ""
        #expect(message.contains(words), "\(message)")
    }

    @Test("five cache marks are one too many")
    func marks() {
        let block: JSONValue = ["type": "text", "text": "x", "cache_control": ["type": "ephemeral"]]
        let exchange = Exchange(
            Requests.messages,
            Requests.anthropic("x", ["system": .array(Array(repeating: block, count: 5))])
        )
        #expect(exchange.status == 400)
    }

    @Test("the version header is required and unknown models are 404")
    func headers() {
        let request = IncomingRequest(
            method: "POST",
            target: Requests.messages,
            headers: [],
            body: Requests.anthropic("x").bytes
        )
        let decision = Responder(options: .init()).decide(request) { _, _ in true }
        #expect(decision.reply.status == 400)
        let missing = Exchange(Requests.messages, Requests.anthropic("x", model: "no-such-model"))
        #expect(missing.status == 404)
        #expect(missing.json["error"]?["type"] == "not_found_error")
    }
}
