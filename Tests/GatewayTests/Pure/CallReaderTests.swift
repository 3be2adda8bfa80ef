import ModelAPI
import Testing

@testable import Gateway

@Suite("Call reader")
struct CallReaderTests {
    private static let chat = "/v1/chat/completions"
    private static let messages = "/v1/messages"
    private static let gemini = "/v1beta/models/m:generateContent"

    @Test("reads the model and whether a stream is wanted")
    func reads() throws {
        let call = try Heads.call(Self.chat, #" { "stream" : true , "mod\u0065l":"a\/b\u00e9" } "#)
        #expect(call.model == "a/bé")
        #expect(call.stream)
        #expect(call.strict == nil)
        #expect(!call.isBeta)
        #expect(try !Heads.call(Self.chat, #"{"model":"m","stream":null}"#).stream)
        #expect(try !Heads.call(Self.messages, #"{"model":"m"}"#).stream)
        #expect(try Heads.call("/v1beta/models/x%2Fy:streamGenerateContent", #"{"stream":3}"#).stream)
        #expect(try Heads.call(Self.gemini, "{}").model == "m")
        #expect(try !Heads.call("/v1/messages/count_tokens", #"{"model":"m","stream":true}"#).stream)
    }

    @Test(
        "refuses what is no JSON object",
        arguments: [
            "", " ", "[]", "null", "3", "\"model\"", "{", #"{"model":"m"}x"#, #"{"model":"m",}"#, #"{'model':'m'}"#,
            "\u{FEFF}{\"model\":\"m\"}", #"{"model":"m","n":NaN}"#, #"{"model":"m","n":Infinity}"#,
            #"{"model":"m","n":01}"#,
            #"{"model":"m","n":+1}"#, "{\"model\":\"m\u{0}\"}", #"{"model":"m"/**/}"#, #"{model:"m"}"#,
            #"{"model":"m","x":"\x"}"#, #"{"model":"\ud800"}"#, #"{"model":"m","x":"\udc00\ud800"}"#,
        ],
        [chat, messages, gemini]
    )
    func notAnObject(body: String, path: String) {
        #expect { try Heads.call(path, body) } throws: { ($0 as? APIError)?.kind == .invalidRequest }
    }

    @Test("refuses depth that would exhaust a stack")
    func depth() {
        let deep = #"{"model":"m","x":"# + String(repeating: "[", count: 100_000)
        #expect { try Heads.call(Self.chat, deep) } throws: { ($0 as? APIError)?.kind == .invalidRequest }
    }

    @Test(
        "refuses a model's name that is none",
        arguments: ["{}", #"{"model":""}"#, #"{"model":null}"#, #"{"model":7}"#, #"{"model":["m"]}"#]
    )
    func noModel(body: String) {
        #expect { try Heads.call(Self.chat, body) } throws: { ($0 as? APIError)?.parameter == "model" }
    }

    @Test(
        "reads the wish for what has no place in the answer",
        arguments: [("true", true), ("1", true), ("false", false), ("0", false), ("yes", false), ("", false)]
    )
    func extras(value: String, wanted: Bool) throws {
        let fields = ["x-kanmon-extras: \(value)"]
        #expect(try Heads.call(Self.chat, #"{"model":"m"}"#, fields).includesExtras == wanted)
        #expect(try !Heads.call(Self.chat, #"{"model":"m"}"#).includesExtras)
    }

    @Test("refuses a stream flag that is neither true nor false", arguments: ["1", "\"true\"", "[]", "{}"])
    func badStream(value: String) {
        #expect { try Heads.call(Self.messages, #"{"model":"m","stream":\#(value)}"#) } throws: {
            ($0 as? APIError)?.parameter == "stream"
        }
    }

    @Test(
        "refuses a field that stands twice, however it is spelt",
        arguments: [
            (chat, #"{"model":"a","model":"a"}"#, "model"),
            (chat, #"{"model":"a","mod\u0065l":"b"}"#, "model"),
            (chat, #"{"model":"a","stream":true,"\u0073tream":false}"#, "stream"),
            (chat, #"{"model":"a","n":1,"n":128}"#, "n"),
            (chat, #"{"model":"a","messages":[],"messages":[]}"#, "messages"),
            (chat, #"{"model":"a","stream_options":{},"stream_options":null}"#, "stream_options"),
            (messages, #"{"model":"a","system":"x","system":"y"}"#, "system"),
            (messages, #"{"model":"a","max_tokens":1,"max_tokens":2}"#, "max_tokens"),
            (gemini, #"{"contents":[],"contents":[]}"#, "contents"),
            (gemini, #"{"generationConfig":{},"generationConfig":{}}"#, "generationConfig"),
        ]
    )
    func duplicates(path: String, body: String, name: String) {
        #expect { try Heads.call(path, body) } throws: { ($0 as? APIError)?.parameter == name }
    }

    @Test(
        "refuses numbers that would hurt",
        arguments: [
            (chat, #"{"model":"m","n":1000000000}"#, "n"),
            (chat, #"{"model":"m","n":0}"#, "n"),
            (chat, #"{"model":"m","n":1.5}"#, "n"),
            (chat, #"{"model":"m","n":"2"}"#, "n"),
            (chat, #"{"model":"m","max_tokens":-1}"#, "max_tokens"),
            (chat, #"{"model":"m","max_tokens":99999999999999999999999}"#, "max_tokens"),
            (chat, #"{"model":"m","max_tokens":1e999}"#, "max_tokens"),
            (chat, #"{"model":"m","max_completion_tokens":10000001}"#, "max_completion_tokens"),
            (messages, #"{"model":"m","max_tokens":0}"#, "max_tokens"),
            (messages, #"{"model":"m","max_tokens":9223372036854775808}"#, "max_tokens"),
            (gemini, #"{"generationConfig":{"candidateCount":129}}"#, "generationConfig.candidateCount"),
            (gemini, #"{"generation_config":{"candidate_count":1000000000}}"#, "generationConfig.candidate_count"),
            (gemini, #"{"generationConfig":{"maxOutputTokens":-5}}"#, "generationConfig.maxOutputTokens"),
            (gemini, #"{"generationConfig":{"max_output_tokens":1e30}}"#, "generationConfig.max_output_tokens"),
            // Whichever of two spellings a provider reads, it must not be one that nobody looked at.
            (
                gemini, #"{"generationConfig":{"candidateCount":1,"candidate_count":1000000000}}"#,
                "generationConfig.candidate_count"
            ),
            (
                gemini, #"{"generationConfig":{"maxOutputTokens":-1,"maxOutputTokens":1}}"#,
                "generationConfig.maxOutputTokens"
            ),
        ]
    )
    func absurdNumbers(path: String, body: String, name: String) {
        #expect { try Heads.call(path, body) } throws: { ($0 as? APIError)?.parameter == name }
    }

    @Test(
        "lets sane numbers pass",
        arguments: [
            (chat, #"{"model":"m","n":128,"max_tokens":10000000,"max_completion_tokens":1}"#),
            (chat, #"{"model":"m","n":null,"max_tokens":null}"#),
            (chat, #"{"model":"m","n":1e1}"#),
            (gemini, #"{"generationConfig":{"candidateCount":8,"maxOutputTokens":1}}"#),
            (gemini, #"{"generationConfig":null}"#),
        ]
    )
    func saneNumbers(path: String, body: String) throws {
        _ = try Heads.call(path, body)
    }

    @Test("takes no compressed bodies", arguments: ["gzip", "br", "gzip, identity", "Zstd"])
    func compressed(coding: String) {
        #expect { try Heads.call(Self.chat, #"{"model":"m"}"#, ["content-encoding: \(coding)"]) } throws: {
            ($0 as? APIError)?.kind == .invalidRequest
        }
    }

    @Test("takes a body that says it is as it is", arguments: ["identity", "Identity"])
    func identity(coding: String) throws {
        _ = try Heads.call(Self.chat, #"{"model":"m"}"#, ["content-encoding: \(coding)"])
    }

    @Test(
        "reads the wish for strictness",
        arguments: [("true", true), ("1", true), ("false", false), ("0", false), ("maybe", nil)] as [(String, Bool?)]
    )
    func strict(value: String, wanted: Bool?) throws {
        #expect(try Heads.call(Self.chat, #"{"model":"m"}"#, ["x-kanmon-strict: \(value)"]).strict == wanted)
    }

    @Test("lets only harmless header fields cross")
    func forwarded() throws {
        let fields = [
            "authorization: Bearer k", "x-api-key: k", "cookie: c", "x-forwarded-for: 1.2.3.4", "connection: x-secret",
            "x-secret: s", "traceparent: 00-1-2-3", "anthropic-beta: b1,b2", "anthropic-version: 2099-01-01",
            "openai-organization: o", "x-stainless-lang: js",
        ]
        let anthropic = try Heads.call(Self.messages + "?beta=true", #"{"model":"m"}"#, fields)
        #expect(anthropic.isBeta)
        #expect(
            anthropic.forwarded.map { "\($0.name): \($0.value)" } == [
                "traceparent: 00-1-2-3", "anthropic-version: 2099-01-01", "anthropic-beta: b1,b2",
            ]
        )
        let openAI = try Heads.call(Self.chat, #"{"model":"m"}"#, fields)
        #expect(openAI.forwarded.map(\.name) == ["traceparent"])
        #expect(try Heads.call(Self.messages, #"{"model":"m"}"#).forwarded.map(\.value) == ["2023-06-01"])
    }
}
