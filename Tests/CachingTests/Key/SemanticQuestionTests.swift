import Caching
import JSONText
import ModelAPI
import Testing

@Suite("A question by meaning")
struct SemanticQuestionTests {
    private static func question(
        _ text: String,
        _ surface: DialectID = .openAIChat,
        stream: Bool? = nil,
        in context: CacheContext = Questions.context,
        _ policy: SemanticPolicy = SemanticPolicy()
    ) throws -> SemanticQuestion {
        let body = try JSONValue(parsing: text)
        let model = surface == .gemini ? "chat" : nil
        let request = try Dialects.dialect(surface).readRequest(body, model: model, stream: stream)
        return try SemanticQuestion(of: request, from: surface, in: context, policy)
    }

    private static let base = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#

    @Test("has one partition whatever the last turn says, through every API, whole and streamed")
    func onePartition() throws {
        let first = try Self.question(Self.base)
        #expect(first.text == "Hi")
        let others = try [
            Self.question(#"{"model":"x","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Bye"}]}"#),
            Self.question(
                #"{"max_tokens":9,"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Ho"}]}]}"#,
                .anthropicMessages
            ),
            Self.question(
                #"{"contents":[{"parts":[{"text":"Ha"}]}],"generationConfig":{"maxOutputTokens":9}}"#,
                .gemini,
                stream: true
            ),
        ]
        #expect(others.allSatisfy { $0.partition == first.partition })
        #expect(others.map(\.text) == ["Bye", "Ho", "Ha"])
    }

    @Test(
        "has another partition for everything else",
        arguments: [
            #""temperature":0.1"#, #""max_tokens":10"#, #""seed":1"#, #""top_p":0.5"#, #""stop":["x"]"#,
            #""response_format":{"type":"json_object"}"#, #""reasoning_effort":"low""#, #""service_tier":"flex""#,
            #""tools":[{"type":"function","function":{"name":"f"}}]"#, #""unknown":1"#, #""logprobs":true"#,
            #""messages":[{"role":"system","content":"S"},{"role":"user","content":"Hi"}]"#,
            #""messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"Hi"}]"#,
            #""messages":[{"role":"user","content":"A"},{"role":"user","content":"Hi"}]"#,
            #""messages":[{"role":"user","name":"Mia","content":"Hi"}]"#,
        ]
    )
    func otherPartition(member: String) throws {
        let other = try Self.question(Questions.body(Self.base, member))
        #expect(try other.partition != Self.question(Self.base).partition)
        #expect(other.text == "Hi")
    }

    @Test("has another partition for whoever else asks, for another model, namespace or header")
    func otherContext() throws {
        let contexts = [
            CacheContext(tenant: .team("t"), model: "chat"), CacheContext(tenant: .team("u"), model: "chat"),
            CacheContext(tenant: .key("t"), model: "chat"), CacheContext(tenant: .shared, model: "chat"),
            CacheContext(tenant: .team("t"), model: "other"),
            CacheContext(tenant: .team("t"), namespace: "n", model: "chat"),
            CacheContext(tenant: .team("t"), model: "chat", headers: [.init("anthropic-beta", "x")]),
        ]
        let partitions = try contexts.map { try Self.question(Self.base, in: $0).partition }
        #expect(Set(partitions).count == contexts.count)
        #expect(try PartitionKey(Questions.digest(Self.base).bytes) != partitions[0])
    }

    @Test(
        "is none where there is more than words, or too many of them",
        arguments: [
            (#"[{"role":"user","content":"A"},{"role":"assistant","content":"B"}]"#, SemanticQuestion.Skip.noQuestion),
            (#"[{"role":"user","content":"A"},{"role":"system","content":"B"}]"#, .noQuestion),
            (#"[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.test/a"}}]}]"#, .notText),
            (#"[{"role":"user","content":"  \n "}]"#, .notText),
            (#"[{"role":"user","content":"12345678901"}]"#, .length),
            (
                #"[{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"},"#
                    + #"{"role":"assistant","content":"D"},{"role":"user","content":"E"}]"#, .turns
            ),
            (
                #"[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},"#
                    + #"{"role":"tool","tool_call_id":"1","content":"done"}]"#, .notText
            ),
        ]
    )
    func skips(messages: String, skip: SemanticQuestion.Skip) throws {
        let policy = SemanticPolicy(maximumTurns: 4, maximumText: 10)
        #expect(throws: skip) { try Self.question(#"{"model":"m","messages":\#(messages)}"#, policy) }
    }

    private static func question(_ text: String, _ policy: SemanticPolicy) throws -> SemanticQuestion {
        try question(text, .openAIChat, stream: nil, in: Questions.context, policy)
    }
}
