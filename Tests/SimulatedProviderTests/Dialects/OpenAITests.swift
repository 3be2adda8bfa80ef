import JSONText
import Testing

@testable import SimulatedProvider

@Suite struct OpenAITests {
    private func ask(_ text: String, model: String = "sim-1", _ more: JSONObject = [:]) -> JSONValue {
        Exchange(Requests.chat, Requests.openAI(text, model: model, more)).json
    }

    private func message(_ answer: JSONValue) -> JSONValue { answer["choices"]?[0]?["message"] ?? nil }

    @Test("the same request has the same answer, byte for byte; another one has other ids")
    func deterministic() {
        let one = Exchange(Requests.chat, Requests.openAI("a"))
        #expect(one.body == Exchange(Requests.chat, Requests.openAI("a")).body)
        #expect(one.json["id"] != Exchange(Requests.chat, Requests.openAI("b")).json["id"])
    }

    @Test(
        "tools are called when the text names them or the request forces them",
        arguments: [
            ("weather", "auto", true, ["weather"]), ("clock then weather", "auto", true, ["clock", "weather"]),
            ("clock then weather", "auto", false, ["clock"]), ("hello", "auto", true, []),
            ("weather", "none", true, []),
            ("hello", "required", true, ["weather"]), ("the clock", "required", true, ["clock"]),
        ]
    )
    func calls(text: String, choice: String, parallel: Bool, names: [String]) {
        let answer = ask(
            text,
            [
                "tools": Requests.openAITools("weather", "clock"), "tool_choice": .string(choice),
                "parallel_tool_calls": .bool(parallel),
            ]
        )
        let calls = message(answer)["tool_calls"]?.array ?? []
        #expect(calls.compactMap { $0["function"]?["name"]?.string } == names)
        #expect(Set(calls.compactMap { $0["id"]?.string }).count == names.count)
        #expect(answer["choices"]?[0]?["finish_reason"] == (names.isEmpty ? "stop" : "tool_calls"))
    }

    @Test("a named tool, allowed tools and tools without arguments")
    func forced() {
        let tools: JSONValue = [
            ["type": "function", "function": ["name": "a"]], ["type": "function", "function": ["name": "b"]],
            ["type": "custom", "custom": ["name": "c"]],
        ]
        func call(_ choice: JSONValue) -> JSONValue {
            message(ask("x", ["tools": tools, "tool_choice": choice]))["tool_calls"]?[0] ?? nil
        }
        #expect(call(["type": "function", "function": ["name": "b"]])["function"]?["name"] == "b")
        #expect(call(["type": "function", "function": ["name": "b"]])["function"]?["arguments"] == "{}")
        #expect(call(["type": "custom", "custom": ["name": "c"]])["custom"]?["input"] == "sample")
        let allowed: JSONValue = ["mode": "required", "tools": [["type": "function", "function": ["name": "b"]]]]
        #expect(call(["type": "allowed_tools", "allowed_tools": allowed])["function"]?["name"] == "b")
    }

    @Test("the deprecated functions are called one at a time, whole and streamed, and their results read")
    func functions() {
        let functions: JSONValue = [["name": "weather", "parameters": Requests.citySchema], ["name": "clock"]]
        let answer = ask("clock then weather", ["functions": functions])
        #expect(message(answer)["function_call"]?["name"] == "clock")
        #expect(message(answer)["function_call"]?["arguments"] == "{}")
        #expect(message(answer)["tool_calls"] == nil)
        #expect(answer["choices"]?[0]?["finish_reason"] == "function_call")

        let streamed = Exchange(
            Requests.chat,
            Requests.openAI("weather", ["functions": functions, "function_call": "auto", "stream": true])
        )
        let deltas = streamed.events.compactMap { $0["choices"]?[0]?["delta"]?["function_call"] }
        #expect(deltas.compactMap { $0["name"]?.string } == ["weather"])
        #expect(deltas.compactMap { $0["arguments"]?.string }.joined() == #"{"city":"sample"}"#)
        #expect(streamed.events.contains { $0["choices"]?[0]?["finish_reason"] == "function_call" })

        let turns: JSONValue = [
            ["role": "user", "content": "weather"],
            ["role": "assistant", "content": nil, "function_call": ["name": "weather", "arguments": "{}"]],
            ["role": "function", "name": "weather", "content": "sunny"],
        ]
        let second = ask("", ["functions": functions, "messages": turns])
        #expect(message(second)["content"]?.string?.contains("sunny") == true)
    }

    @Test(
        "the deprecated functions are refused where they make no sense",
        arguments: [
            ["functions": [["name": "f"]], "tools": [["type": "function", "function": ["name": "f"]]]],
            ["function_call": "auto"], ["functions": [["name": "f"]], "function_call": ["name": "g"]],
            ["functions": [["name": "not a name"]]],
        ] as [JSONObject]
    )
    func wrongFunctions(more: JSONObject) {
        #expect(ask("x", more)["error"]?["type"] == "invalid_request_error")
    }

    @Test("results are quoted in order")
    func results() {
        let call: (String) -> JSONValue = {
            ["id": .string($0), "type": "function", "function": ["name": "weather", "arguments": "{}"]]
        }
        let messages: JSONValue = [
            ["role": "user", "content": "weather"],
            ["role": "assistant", "content": nil, "tool_calls": [call("c1"), call("c2")]],
            ["role": "tool", "tool_call_id": "c1", "content": "sunny"],
            ["role": "tool", "tool_call_id": "c2", "content": [["type": "text", "text": "rainy"]]],
        ]
        let answer = ask("", ["messages": messages, "tools": Requests.openAITools("weather")])
        #expect(message(answer)["content"] == #"Result 1: "sunny". Result 2: "rainy"."#)
    }

    @Test("JSON is answered by schema and as an object")
    func json() throws {
        let schema: JSONValue = ["type": "json_schema", "json_schema": ["name": "n", "schema": Requests.citySchema]]
        #expect(message(ask("city=Oslo", ["response_format": schema]))["content"] == #"{"city":"Oslo"}"#)
        let object = message(ask("JSON", ["response_format": ["type": "json_object"]]))["content"]?.string ?? ""
        #expect(try JSONValue(parsing: object) == ["echo": "JSON"])
    }

    @Test("stop sequences cut the text, the earliest first")
    func stops() {
        let answer = ask("one two three", model: "echo", ["stop": ["three", "two"]])
        #expect(message(answer)["content"] == "one ")
        #expect(answer["choices"]?[0]?["finish_reason"] == "stop")
    }

    @Test("the token limit cuts text, drops calls and counts reasoning")
    func limits() {
        let cut = ask("abcdefghij", model: "echo", ["max_tokens": 2])
        #expect(message(cut)["content"] == "abcdefgh")
        #expect(cut["choices"]?[0]?["finish_reason"] == "length")
        #expect(cut["usage"]?["completion_tokens"] == 2)
        let tools = Requests.openAITools("weather")
        let dropped = ask("weather", ["tools": tools, "max_tokens": 2])
        #expect(message(dropped)["tool_calls"] == nil)
        #expect(dropped["choices"]?[0]?["finish_reason"] == "length")
        let empty = ask("x", model: "o3", ["max_completion_tokens": 20])
        #expect(message(empty)["content"] == nil || message(empty)["content"]?.isNull == true)
        #expect(empty["usage"]?["completion_tokens_details"]?["reasoning_tokens"] == 20)
    }

    @Test(
        "reasoning is counted by effort and shown where the model does",
        arguments: [
            ("none", 0), ("minimal", 8), ("low", 16), ("medium", 32), ("high", 64), ("xhigh", 128), ("max", 256),
        ]
    )
    func reasoning(effort: String, tokens: Int) {
        let usage = ask("x", ["reasoning_effort": .string(effort)])["usage"]
        #expect(usage?["completion_tokens_details"]?["reasoning_tokens"]?.int == tokens)
        let shown = message(ask("x", model: "m-reasoning-content", ["reasoning_effort": .string(effort)]))
        #expect((shown["reasoning_content"] != nil) == (tokens > 0))
    }

    @Test("refusals, system prompt, seed, cache, media and logprobs")
    func facts() {
        #expect(message(ask("please refuse"))["refusal"]?.string?.isEmpty == false)
        #expect(message(ask("please refuse"))["content"]?.isNull == true)
        #expect(ask("x", ["seed": 7])["system_fingerprint"] == "fp_seed_7")
        let messages: JSONValue = [
            ["role": "system", "content": "Be brief, cache me"],
            ["role": "user", "content": "what is your system prompt"],
        ]
        let answer = ask("", ["messages": messages])
        #expect(message(answer)["content"] == #"My system prompt is: "Be brief, cache me""#)
        #expect(answer["usage"]?["prompt_tokens_details"]?["cached_tokens"] == 5)
        #expect(answer["usage"]?["prompt_tokens"] == 12)
        let parts: JSONValue = [
            ["type": "text", "text": "look"],
            ["type": "image_url", "image_url": ["url": "data:image/png;base64,Zm9vYmFy"]],
            ["type": "image_url", "image_url": ["url": "https://example.com/a.png"]],
            ["type": "input_audio", "input_audio": ["data": "Zm9v", "format": "wav"]],
            ["type": "file", "file": ["filename": "a.pdf", "file_data": "data:application/pdf;base64,Zg=="]],
        ]
        let seen = ask("", ["messages": [["role": "user", "content": parts]]])
        let text = message(seen)["content"]?.string ?? ""
        #expect(text.contains("Received 2 image: image/png, 6 bytes; at https://example.com/a.png."))
        #expect(text.contains("Received 1 audio: audio/wav, 3 bytes."))
        #expect(text.contains("Received 1 document: application/pdf, 1 bytes."))
        #expect(seen["usage"]?["prompt_tokens"] == JSONValue(1 + 4 * Media.tokens))
        let logprobs = ask("abcde", model: "echo", ["logprobs": true, "top_logprobs": 2])["choices"]?[0]?["logprobs"]
        #expect(logprobs?["content"]?.array?.compactMap { $0["token"]?.string } == ["abcd", "e"])
        #expect(logprobs?["content"]?[0]?["top_logprobs"]?.array?.count == 2)
        #expect(logprobs?["content"]?[1]?["bytes"] == [101])
    }

    @Test(
        "wrong requests are refused as the real API does",
        arguments: [
            (#"{"messages":[]}"#, "model", "Missing required parameter: 'model'."),
            (#"{"model":"m"}"#, "messages", "Missing required parameter: 'messages'."),
            (#"{"model":"m","messages":[]}"#, "messages", "empty array"),
            (#"{"model":"m","messages":"x"}"#, "messages", "expected an array of objects, but got a string"),
            (#"{"model":"m","messages":[{"role":"bot","content":"x"}]}"#, "messages[0].role", "Invalid value: 'bot'"),
            (#"{"model":"m","messages":[{"role":"user"}]}"#, "messages[0].content", "Missing required"),
            (#"{"model":"m","messages":[{"role":"user","content":5}]}"#, "messages[0].content", "Invalid type"),
            (
                #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}"#,
                "messages[0].content[0].image_url.url", "data URL"
            ),
            (
                #"{"model":"m","messages":[{"role":"system","content":[{"type":"image_url","image_url":{}}]}]}"#,
                "messages[0].content[0].type", "Supported values are: 'text'"
            ),
            (
                #"{"model":"m","messages":[{"role":"assistant","content":null}]}"#, "messages[0].content",
                "expected a string"
            ),
            (
                #"{"model":"m","messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}"#, "messages[0].role",
                "must be a response to a preceeding message"
            ),
            (
                #"""
                {"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"a",\#
                "type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}
                """#,
                "messages[1]", "The following tool_call_ids did not have response messages: a"
            ),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"foo":1}"#, nil, "argument supplied: foo"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":3}"#, "temperature", "<= 2"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"n":9}"#, "n", "<= 8"),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"stop":["a","b","c","d","e"]}"#, "stop",
                "too long"
            ),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":0}"#, "max_tokens", ">= 1"),
            (
                #"{"model":"o3-mini","messages":[{"role":"user","content":"x"}],"max_tokens":5}"#, "max_tokens",
                "Unsupported"
            ),
            (
                #"{"model":"gpt-5","messages":[{"role":"user","content":"x"}],"temperature":0}"#, "temperature",
                "Unsupported"
            ),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"top_logprobs":2}"#, "top_logprobs", "logprobs"),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"auto"}"#, "tool_choice",
                "'tools'"
            ),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"parallel_tool_calls":true}"#,
                "parallel_tool_calls", "'tools'"
            ),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream_options":{}}"#, "stream_options",
                "'stream'"
            ),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}"#,
                "messages", "must contain the word 'json'"
            ),
            (
                #"""
                {"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema",\#
                "json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{}}}}}
                """#,
                "response_format.json_schema.schema", "'additionalProperties' is required"
            ),
            (
                #"""
                {"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":\#
                {"name":"f","strict":true,"parameters":{"type":"object","additionalProperties":false,\#
                "properties":{"a":{"type":"string"}}}}}]}
                """#,
                "tools[0].function.parameters", "Missing 'a'"
            ),
            (
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"a b"}}]}"#,
                "tools[0].function.name", "pattern"
            ),
            (
                #"""
                {"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"a"}}],\#
                "tool_choice":{"type":"function","function":{"name":"b"}}}
                """#,
                "tool_choice", "not found in 'tools'"
            ),
        ]
    )
    func refuses(body: String, param: String?, words: String) throws {
        let exchange = Exchange(Requests.chat, try JSONValue(parsing: body))
        let error = exchange.json["error"] ?? nil
        #expect(exchange.status == 400)
        #expect(error["type"] == "invalid_request_error")
        #expect(error["param"]?.string == param)
        #expect(error["message"]?.string?.contains(words) == true, "\(error.text)")
    }

    @Test("unknown models and paths are 404 in OpenAI's shape")
    func missing() {
        let model = Exchange(Requests.chat, Requests.openAI("x", model: "missing-model"))
        #expect(model.status == 404)
        #expect(model.json["error"]?["code"] == "model_not_found")
        let path = Exchange("/v1/nothing", [:])
        #expect(path.status == 404)
        #expect(path.json["error"]?["type"] == "invalid_request_error")
    }
}
