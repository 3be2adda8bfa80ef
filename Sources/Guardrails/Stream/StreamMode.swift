/// How an answer is looked at that comes in pieces.
public enum StreamMode: String, Sendable, Hashable, CaseIterable {
    /// Nothing goes out before the whole answer has been looked at.
    case strict
    /// Text goes out as soon as nothing that comes later can change what is decided about it; see ``StreamGuard``.
    case balanced
    /// Everything goes out at once; findings are noted and nothing is done about them.
    case audit
}
