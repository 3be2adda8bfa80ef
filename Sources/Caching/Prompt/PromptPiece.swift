/// One piece of a prompt: the smallest that a prefix can end behind.
public struct PromptPiece: Sendable {
    /// What part of a prompt it belongs to. Providers put them together in this order.
    public enum Part: UInt8, Sendable, Hashable {
        /// One of the tools.
        case tools
        /// A block of the instructions.
        case system
        /// A block of a turn, or a whole turn.
        case turns
    }

    /// How a breakpoint can be put behind it.
    public enum Form: Sendable, Hashable {
        /// It is an object, which takes a member more.
        case object
        /// It is a text that stands for a list of one block.
        case text
        /// The API takes none there: thoughts, empty texts, tools that are loaded later.
        case none
    }

    /// What part of the prompt it belongs to.
    public let part: Part
    /// Which turn it is of, counted from 0; 0 outside turns.
    public let turn: Int
    /// The digest of what it says, without breakpoints.
    public let digest: CacheDigest
    /// An estimate of the tokens from the prompt's beginning to its end.
    public let tokens: Int
    /// Where it stands in the body, in bytes.
    public let range: Range<Int>
    /// How a breakpoint can be put behind it.
    public let form: Form
}
