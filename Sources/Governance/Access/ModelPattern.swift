/// A pattern for models' names: `*` stands for any number of characters, slashes included; all others for themselves.
public struct ModelPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as a document writes it.
    public let text: String

    /// Creates a pattern.
    /// - Parameter text: the pattern, such as `chat` or `openai/*`.
    public init(_ text: String) { self.text = text }

    /// Whether a name fits the pattern, compared byte by byte. Takes time in proportion to both lengths multiplied at
    /// worst, so callers bound the name.
    /// - Parameter name: a public model's name, or `provider/model`.
    public func matches(_ name: String) -> Bool {
        let pattern = text.utf8
        let name = name.utf8
        var at = pattern.startIndex
        var position = name.startIndex
        // Where to go on after a star that turned out to stand for too little.
        var resume: (pattern: String.Index, name: String.Index)?
        while position < name.endIndex {
            if at < pattern.endIndex, pattern[at] == UInt8(ascii: "*") {
                at = pattern.index(after: at)
                resume = (at, position)
            } else if at < pattern.endIndex, pattern[at] == name[position] {
                at = pattern.index(after: at)
                position = name.index(after: position)
            } else if let (afterStar, start) = resume {
                at = afterStar
                position = name.index(after: start)
                resume = (afterStar, position)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The pattern as a document writes it.
    public var description: String { text }
}
