import Guardrails
import JSONText
import Testing

@Suite("Texts that are tried")
struct TriedTextsTests {
    @Test("Every text of a conversation has its place and its writer, and is replaced there")
    func places() throws {
        let conversation: JSONObject = [
            "id": 7,
            "messages": [
                ["role": "system", "content": "a"],
                ["role": "user", "content": [["type": "text", "text": "b"], ["type": "image_url"]]],
                ["role": "assistant", "tool_calls": [["function": ["name": "f", "arguments": "c"]]]],
                ["role": "tool", "content": "d"],
            ],
        ]
        let tried = try TriedTexts(conversation)
        #expect(tried.texts.map(\.origin) == [.system, .user, .assistant, .tool])
        #expect(tried.texts.map { $0.place.members["message"]?.int } == [0, 1, 2, 3])
        #expect(tried.texts[1].place.members["part"] == 0 && tried.texts[2].place.members["tool_call"] == 0)
        #expect(tried.texts.map(\.guarded.part) == [.text, .text, .arguments, .text])
        #expect(tried.replacing(["a", "b", "c", "d"]) == conversation)
        let messages = tried.replacing(["1", "2", "3", "4"])["messages"]?.array ?? []
        #expect(messages[0]["content"] == "1" && messages[1]["content"]?.array?.first?["text"] == "2")
        #expect(messages[1]["content"]?.array?.last == ["type": "image_url"])
        #expect(messages[2]["tool_calls"]?.array?.first?["function"] == ["name": "f", "arguments": "3"])
        #expect(messages[3] == ["role": "tool", "content": "4"])
    }

    @Test(
        "What is neither a text nor a conversation is refused",
        arguments: ["", "[]", "5", "{}", #"{"text":5}"#, #"{"messages":{}}"#, #"{"messages":[null]}"#, #"{"text":"a""#]
    )
    func refusals(_ line: String) {
        #expect(throws: TriedTexts.Problem.self) { try TriedTexts(Array(line.utf8)) }
    }

    @Test("Parts of a wrong form are passed over")
    func odd() throws {
        let tried = try TriedTexts([
            "messages": [
                ["content": 5],
                ["role": 1, "content": [1, ["text": 2], ["text": "x"]], "tool_calls": [1, ["function": 3]]],
                [:],
            ]
        ])
        #expect(tried.texts.count == 1 && tried.texts[0].place.members["part"] == 2)
        #expect(tried.replacing(["y"])["messages"]?.array?[1]["content"]?.array?[2] == ["text": "y"])
    }

    @Test("Spans are counted in code points, and numbered masks hold for all texts")
    func spans() throws {
        let tried = try TriedTexts(["messages": [["content": "😀é担当"], ["content": "😀担当"]]])
        let first = Finding(type: .personName, range: 6..<12, score: 0.91234, rule: "r")
        let second = Finding(type: .personName, range: 4..<10, score: 1, rule: "r")
        let spans = tried.spans([[first], [second]])
        #expect(
            spans.first == ["message": 0, "start": 2, "end": 4, "type": "PERSON_NAME", "score": 0.9123, "rule": "r"]
        )
        #expect(spans.last?["message"] == 1 && spans.last?["start"] == 1)
        #expect(tried.masked([[first], [second]]) == ["😀é<PERSON_1>", "😀<PERSON_1>"])
    }

    @Test("An inspection says which text each piece of its evidence is about")
    func evidence() throws {
        let rule = GuardRule(.personalData, GuardPolicy(name: "pii", standard: .log))
        let suite = try GuardSuite([rule], hash: ValueHash(key: [UInt8](repeating: 1, count: 32)))
        let texts = ["nothing", "a@example.com b@example.com", "", "c@example.com"].map { GuardText(Array($0.utf8)) }
        var placeholders = Placeholders()
        let inspection = try suite.inspect(
            texts,
            at: .input,
            by: GuardSelection(index: 0),
            placeholders: &placeholders
        )
        #expect(inspection.places == [1, 1, 3] && inspection.evidence.count == 3)
        #expect(inspection.evidence.map(\.offset) == [0, 14, 0])
    }
}
