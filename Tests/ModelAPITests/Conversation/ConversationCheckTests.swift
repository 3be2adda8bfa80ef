import ModelAPI
import Testing

@Suite("The check of tool turns")
struct ConversationCheckTests {
    private static func calls(_ ids: String...) -> Message {
        Message(.assistant, ids.map { .toolCall(ToolCall(id: $0, name: "f", arguments: "{}")) })
    }

    private static func results(_ ids: String..., text: String? = nil) -> Message {
        let results = ids.map { Part.toolResult(ToolResult(callID: $0, content: [.text(TextPart("r"))])) }
        return Message(.user, results + (text.map { [.text(TextPart($0))] } ?? []))
    }

    @Test(
        "conversations that make sense pass",
        arguments: [
            [],
            [Message(.user, "hi")],
            [Message(.user, "hi"), calls("a"), results("a")],
            [Message(.user, "hi"), calls("a", "b"), results("b", "a"), Message(.assistant, "done")],
            // Parallel results in turns of their own count as one turn.
            [Message(.user, "hi"), calls("a", "b"), results("a"), results("b"), Message(.assistant, "done")],
            // So do calls in neighbouring turns of the assistant.
            [Message(.user, "hi"), calls("a"), calls("b"), results("a", "b")],
            // The same id in another turn is another call.
            [Message(.user, "hi"), calls("a"), results("a"), calls("a"), results("a")],
            [Message(.user, "hi"), calls("a"), Message(.system, "note"), results("a", text: "and?")],
            // The answer may end with open calls.
            [Message(.user, "hi"), calls("a")],
        ]
    )
    func sensible(_ messages: [Message]) throws {
        try ConversationCheck.toolTurns(messages)
    }

    @Test(
        "what makes no sense is refused and named",
        arguments: [
            ([results("a")], "messages[0]"),
            ([Message(.user, "hi"), results("a")], "messages[1]"),
            ([Message(.user, "hi"), calls("a"), results("b")], "messages[2]"),
            ([Message(.user, "hi"), calls("a", "b"), results("a"), Message(.assistant, "so")], "messages[1]"),
            ([Message(.user, "hi"), calls("a", "b"), results("a")], "messages[1]"),
            ([Message(.user, "hi"), calls("a"), Message(.user, "never mind")], "messages[1]"),
            ([Message(.user, "hi"), calls("a"), results("a", "a")], "messages[2]"),
            ([Message(.user, "hi"), calls("a", "a"), results("a")], "messages[1]"),
            // A result that comes a turn late answers nothing.
            ([calls("a"), results("a"), Message(.assistant, "so"), results("a")], "messages[3]"),
            ([Message(.user, calls("a").parts)], "messages[0]"),
            ([calls("a"), Message(.assistant, results("a").parts)], "messages[1]"),
        ]
    )
    func senseless(_ messages: [Message], _ parameter: String) {
        let error = #expect(throws: APIError.self) { try ConversationCheck.toolTurns(messages) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.parameter == parameter)
    }

    @Test("ids in messages are bounded")
    func boundedIDs() throws {
        let id = String(repeating: "x", count: 100_000)
        let error = #expect(throws: APIError.self) { try ConversationCheck.toolTurns([Self.results(id)]) }
        #expect(try #require(error).message.utf8.count < 300)
    }
}
