public import ModelAPI

/// What of a conversation is compared by meaning, and what must be equal: the words of the user's last turn, and everything else.
public struct SemanticQuestion: Sendable {
    /// Names those questions that may answer this one: everything but the last turn's words, in no API's words, whole or
    /// streamed.
    public let partition: PartitionKey
    /// The words of the last turn.
    public let text: String

    /// Why a question is not compared by meaning. The raw value stands in statistics.
    public enum Skip: String, Error, Hashable, Sendable, CaseIterable {
        /// The conversation does not end with a turn of the user's.
        case noQuestion = "no-question"
        /// The last turn has pictures, files or results of tools in it, or no words.
        case notText = "not-text"
        /// The conversation has too many turns.
        case turns
        /// The last turn has too many characters.
        case length
    }

    /// Takes a conversation apart.
    /// - Parameters:
    ///   - request: the question.
    ///   - surface: the API it came in by.
    ///   - context: whose it is, and for which model.
    ///   - policy: what is left alone.
    /// - Throws: ``Skip`` where it is not compared by meaning.
    public init(
        of request: ChatRequest,
        from surface: DialectID,
        in context: CacheContext,
        _ policy: SemanticPolicy
    ) throws(Skip) {
        guard let last = request.messages.last, last.role == .user else { throw .noQuestion }
        text = try Self.text(of: last, limit: policy.maximumText)
        let turns = request.messages.count { $0.role == .user || $0.role == .assistant }
        guard turns <= policy.maximumTurns else { throw .turns }
        var rest = request
        // The turn stays, with its speaker: only its words are taken out.
        rest.messages[rest.messages.count - 1].parts = [.text(TextPart(""))]
        var encoder = CanonicalEncoder(domain: "kanmon.cache.semantic.1")
        context.encode(into: &encoder)
        var question = ChatQuestion(encoder)
        let digest = question.digest(of: rest, from: surface)
        guard let key = PartitionKey(digest.bytes) else { throw .noQuestion }
        partition = key
    }

    /// The words of a turn of nothing else, its parts in lines of their own.
    private static func text(of message: Message, limit: Int) throws(Skip) -> String {
        var texts: [String] = []
        for part in message.parts {
            guard case .text(let text) = part, text.signature == nil else { throw .notText }
            texts.append(text.text)
        }
        let text = texts.joined(separator: "\n")
        // A character has four bytes at most, so that long texts need not be counted.
        guard text.utf8.count <= limit * 4, text.unicodeScalars.count <= limit else { throw .length }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw .notText }
        return text
    }
}
