import Synchronization

/// What all who write lines of one log know of texts together.
final class MaskMemory: Sendable {
    private let texts = Mutex(MaskedTexts())

    /// How many texts are remembered.
    var count: Int { texts.withLock { $0.count } }

    /// A text as a JSON string with its quotes, without what must not leave; `nil` where it is not remembered.
    func literal(_ text: String) -> [UInt8]? { texts.withLock { $0.literal(text) } }

    /// Remembers how a text looks, if it is short enough.
    func remember(_ text: String, _ literal: [UInt8]) { texts.withLock { $0.remember(text, literal) } }
}
