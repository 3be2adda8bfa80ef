import JSONText

/// The arguments of a call as a stream brings them, kept to be judged at the call's end.
///
/// A provider that broke off inside a call and says it is done must not look like a good call: clients hand arguments to tools
/// as they are. Where the stop says that the answer was cut short, cut arguments are what was asked for.
struct CallArguments: Hashable, Sendable {
    /// The most bytes of one call's arguments.
    static let limit = 32 * 1024 * 1024

    private var bytes: [UInt8] = []
    private var isTooLong = false

    /// Takes the next piece.
    mutating func take(_ text: String) {
        guard bytes.count + text.utf8.count <= Self.limit else {
            isTooLong = true
            return
        }
        bytes.append(contentsOf: text.utf8)
    }

    /// Whether they are one JSON object.
    var isWhole: Bool { !isTooLong && Self.isObject(bytes.span) }

    /// Refuses calls whose arguments are not one JSON object, unless the answer says that it was cut short.
    /// - Throws: ``APIError`` of kind `upstreamError`.
    static func check(_ parts: [Part], _ stop: StopReason) throws(APIError) {
        if stop.cutsShort { return }
        for case .toolCall(let call) in parts where !isObject(call.arguments.utf8Span.span) { throw broken }
    }

    /// What is said of a call whose arguments are not whole.
    static let broken = APIError(
        .upstreamError,
        "The provider's answer makes no sense: the arguments of a tool call are not a JSON object."
    )

    private static func isObject(_ text: Span<UInt8>) -> Bool { (try? noFields.scan(text)) != nil }

    private static let noFields = JSONFieldSet([])
}

extension StopReason {
    /// Whether the answer ended in the middle of something.
    var cutsShort: Bool {
        switch self {
        case .maxTokens, .contextWindow, .contentFilter, .refusal: true
        case .endTurn, .stopSequence, .toolUse, .pause, .other: false
        }
    }
}
