/// Where a turn stood in the caller's request, so that what becomes of it can be told in the caller's words.
public struct TurnOrigin: Sendable {
    /// The request's member: `messages`, `contents`, `system`.
    public var member: String
    /// The turn's position in it; `nil` where the member holds one turn alone (`system`). A turn that is put together from
    /// several of the caller's has the first one's.
    public var index: Int?
    /// Where the parts stood, one for each; empty where they stand one by one in the turn's usual list.
    public var parts: [PartOrigin]

    /// Creates an origin.
    public init(_ member: String, _ index: Int? = nil, parts: [PartOrigin] = []) {
        self.member = member
        self.index = index
        self.parts = parts
    }

    /// The path of the turn: `messages[3]`.
    public var path: String { index.map { "\(member)[\($0)]" } ?? member }
}

/// Where a part stood in the caller's request.
public struct PartOrigin: Sendable {
    /// The position of the caller's turn among all; results of tools can have turns of their own.
    public var turn: Int
    /// The turn's member: `content`, `tool_calls`; `nil` where the part is the whole turn.
    public var member: String?
    /// The position in that member; `nil` where the member is the part.
    public var index: Int?

    /// Creates an origin.
    public init(turn: Int, _ member: String? = nil, _ index: Int? = nil) {
        self.turn = turn
        self.member = member
        self.index = index
    }
}

extension Message {
    /// The path of this turn in the caller's request, or in the neutral one where it has no caller.
    /// - Parameters:
    ///   - index: its position in ``ChatRequest/messages``.
    ///   - part: one of its parts, which may have had a turn of its own.
    func path(at index: Int, part: Int? = nil) -> String {
        guard let origin else { return "messages[\(index)]" }
        guard let part, origin.parts.indices.contains(part) else { return origin.path }
        return "\(origin.member)[\(origin.parts[part].turn)]"
    }

    /// The path of one of this turn's parts.
    func path(of place: LostField.PartIndex) -> String {
        let turn = path(at: place.turn, part: place.part)
        guard let origin, origin.parts.indices.contains(place.part) else { return "\(turn).content[\(place.part)]" }
        let part = origin.parts[place.part]
        guard let member = part.member else { return turn }
        return "\(turn).\(member)" + (part.index.map { "[\($0)]" } ?? "")
    }
}
