/// Checks that a conversation makes sense before it is written for a provider that would refuse it, or worse, misread it.
public enum ConversationCheck {
    /// Checks that calls of tools and their results fit together.
    ///
    /// Every result answers a call of the assistant turn directly before it, every call is answered once before the assistant
    /// speaks again or the conversation ends in another turn. Neighbouring turns of one side count as one; system and
    /// developer turns may stand anywhere. Calls in a last assistant turn may be open.
    /// - Parameter messages: the turns in order.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the turn and the call.
    public static func toolTurns(_ messages: [Message]) throws(APIError) {
        var turn = OpenTurn(of: messages)
        for (index, message) in messages.enumerated() {
            switch message.role {
            case .system, .developer:
                continue
            case .assistant:
                // The assistant goes on only when everything it asked for has come.
                if turn.wasAnsweredTo {
                    try turn.requireComplete(before: index)
                    turn = OpenTurn(of: messages)
                }
                for part in message.parts {
                    if case .toolCall(let call) = part { try turn.open(call, at: index) }
                    if case .foreign = part { turn.mayHoldForeignCalls = true }
                    if case .toolResult(let result) = part {
                        throw turn.problem(
                            "The result of call '\(shown(result.callID))' stands in an assistant turn.",
                            at: index
                        )
                    }
                }
            case .user:
                turn.wasAnsweredTo = true
                for (position, part) in message.parts.enumerated() {
                    if case .toolResult(let result) = part { try turn.answer(result, at: index, part: position) }
                    if case .toolCall(let call) = part {
                        throw turn.problem("The call '\(shown(call.id))' stands in a user turn.", at: index)
                    }
                }
            }
        }
        if turn.wasAnsweredTo { try turn.requireComplete(before: nil) }
    }

    /// The calls of one assistant turn, and which of them have been answered.
    private struct OpenTurn {
        /// Whether a user turn has followed.
        var wasAnsweredTo = false
        /// Whether a block without a neutral form stands in it, which may be a call of one dialect's own kind: results may
        /// answer it then.
        var mayHoldForeignCalls = false
        /// Call ids in order, each with the turn it stands in.
        private var calls: [(id: String, index: Int)] = []
        private var isAnswered: [String: Bool] = [:]
        /// All turns, to say where they stood in the caller's request.
        private let messages: [Message]

        init(of messages: [Message]) { self.messages = messages }

        mutating func open(_ call: ToolCall, at index: Int) throws(APIError) {
            guard isAnswered.updateValue(false, forKey: call.id) == nil else {
                throw problem("The call id '\(shown(call.id))' stands twice in one turn.", at: index)
            }
            calls.append((call.id, index))
        }

        mutating func answer(_ result: ToolResult, at index: Int, part: Int) throws(APIError) {
            switch isAnswered[result.callID] {
            case nil where mayHoldForeignCalls: return
            case nil:
                throw problem(
                    "The tool result for '\(shown(result.callID))' answers no call of the assistant turn before it.",
                    at: index,
                    part: part
                )
            case true?:
                throw problem("The call '\(shown(result.callID))' has two results.", at: index, part: part)
            case false?:
                isAnswered[result.callID] = true
            }
        }

        func requireComplete(before index: Int?) throws(APIError) {
            guard let open = calls.first(where: { isAnswered[$0.id] == false }) else { return }
            let place = index.map { "before \(messages[$0].path(at: $0))" } ?? "before the conversation goes on"
            throw problem("The call '\(shown(open.id))' needs a tool result \(place).", at: open.index)
        }

        func problem(_ message: String, at index: Int, part: Int? = nil) -> APIError {
            let path = messages[index].path(at: index, part: part)
            return APIError(.invalidRequest, "\(path): \(message)", parameter: path)
        }
    }

    /// A caller's id, short enough for a message.
    private static func shown(_ id: String) -> Substring { id.prefix(64) }
}
