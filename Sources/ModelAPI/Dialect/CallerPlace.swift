import JSONText

/// A place in the caller's request that is walked to: what stands there, if anything does, and how the caller calls it.
struct CallerPlace {
    /// How member names may be spelled.
    enum Spelling {
        /// In one way.
        case exact
        /// In camelCase or in the snake_case of Google's proto files.
        case either
    }

    /// What stands there; `nil` where nothing does, or the request is not at hand.
    let value: JSONValue?
    /// The path from the request's root; empty for the root.
    let path: String
    private let spelling: Spelling

    /// Starts at the root.
    init(_ root: JSONValue?, spelling: Spelling = .exact) {
        self.init(root, path: "", spelling)
    }

    private init(_ value: JSONValue?, path: String, _ spelling: Spelling) {
        self.value = value
        self.path = path
        self.spelling = spelling
    }

    /// Whether something stands there; `null` says nothing.
    var isThere: Bool { value.map { !$0.isNull } ?? false }

    /// A member, as the caller spells it.
    func member(_ name: String) -> CallerPlace {
        if let value, spelling == .either, let found = FieldReader(value, path: path).either(name) {
            return CallerPlace(found.value, path: found.path, spelling)
        }
        return CallerPlace(value?[name], path: path.isEmpty ? name : "\(path).\(name)", spelling)
    }

    /// A member of a member and so on.
    func member(_ names: String...) -> CallerPlace { names.reduce(self) { $0.member($1) } }

    /// An element. One that stands alone where a list is usual (a text as `content`) has no position.
    func element(_ index: Int) -> CallerPlace {
        if let value, value.array == nil { return self }
        return CallerPlace(value?[index], path: "\(path)[\(index)]", spelling)
    }

    /// The paths of those places where something stands, each once; of the first one where nothing does.
    static func paths(of places: CallerPlace...) -> [String] {
        var found: [String] = []
        for place in places where place.isThere && !found.contains(place.path) { found.append(place.path) }
        return found.isEmpty ? places.prefix(1).map(\.path) : found
    }
}

extension ChatRequest {
    /// Where a turn stood in the caller's request.
    func place(ofTurn index: Int, in root: CallerPlace) -> CallerPlace {
        guard messages.indices.contains(index), let origin = messages[index].origin else {
            return root.member("messages").element(index)
        }
        let list = root.member(origin.member)
        return origin.index.map(list.element) ?? list
    }

    /// Where a part stood in the caller's request.
    /// - Parameters:
    ///   - index: the part; for one within a tool's result this is the result's place.
    ///   - member: the list in which parts usually stand: `content`.
    ///   - root: the caller's request.
    func place(of index: LostField.PartIndex, usuallyIn member: String, in root: CallerPlace) -> CallerPlace {
        guard messages.indices.contains(index.turn), let origin = messages[index.turn].origin,
            origin.parts.indices.contains(index.part)
        else { return place(ofTurn: index.turn, in: root).member(member).element(index.part) }
        let part = origin.parts[index.part]
        let turn = root.member(origin.member).element(part.turn)
        guard let name = part.member else { return turn }
        let field = turn.member(name)
        return part.index.map(field.element) ?? field
    }
}

extension ChatRequest {
    /// A part of the conversation; the tool's result where the index is of a part within it.
    func part(at index: LostField.PartIndex) -> Part? {
        guard messages.indices.contains(index.turn), messages[index.turn].parts.indices.contains(index.part) else {
            return nil
        }
        return messages[index.turn].parts[index.part]
    }
}
