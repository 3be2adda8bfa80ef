/// A JSON object: members in source order, duplicates kept and visible.
///
/// Names are compared byte by byte (RFC 8259 §8.3). Where a name stands twice the last one counts, as in the providers'
/// own readers. Small objects are searched member by member; from ``indexedCount`` members on a look-up takes constant
/// time, so that a hostile text cannot make its readers quadratic.
public struct JSONObject: Sendable {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name, unescaped.
        public var name: String
        /// The value.
        public var value: JSONValue

        /// Creates a member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }

        /// Whether both are the same bytes.
        public static func == (left: Self, right: Self) -> Bool {
            left.name.hasSameBytes(as: right.name) && left.value == right.value
        }

        /// Feeds the name's bytes and the value.
        public func hash(into hasher: inout Hasher) {
            ExactString(name).hash(into: &hasher)
            value.hash(into: &hasher)
        }
    }

    /// From how many members on the names are indexed.
    private static let indexedCount = 64

    /// All members in order.
    public private(set) var members: [Member]

    /// Where each name stands last; there from ``indexedCount`` members on.
    private var positions: [ExactString: Int]?

    /// Creates an object from members, which may repeat names.
    public init(_ members: [Member] = []) {
        self.members = members
        index()
    }

    /// The names in order, repeated where members are.
    public var names: [String] { members.map(\.name) }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    public var count: Int { members.count }

    /// The value of `name`; setting changes it in place, appends it, or with `nil` removes every member of that name.
    public subscript(name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            guard let newValue else {
                remove(name)
                return
            }
            if let position = position(of: name) {
                members[position].value = newValue
            } else {
                append(name, newValue)
            }
        }
    }

    /// Adds a member at the end without looking whether the name is there already.
    public mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name, value))
        if positions != nil {
            positions?[ExactString(name)] = members.count &- 1
        } else {
            index()
        }
    }

    /// Lets every value be changed in its place, in order, those of repeated names too.
    public mutating func changeValues<Failure: Error>(
        _ change: (_ name: String, _ value: inout JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        for index in members.indices { try change(members[index].name, &members[index].value) }
    }

    /// Removes every member called `name` and returns the value that counted.
    ///
    /// Takes time in proportion to the number of members where there is one, for the others keep their order.
    @discardableResult
    public mutating func remove(_ name: String) -> JSONValue? {
        guard let value = self[name] else { return nil }
        members.removeAll { $0.name.hasSameBytes(as: name) }
        index()
        return value
    }

    /// The first name that stands twice, if any does.
    public var firstDuplicate: String? {
        if positions?.count == members.count { return nil }
        if positions == nil {
            for (position, member) in members.enumerated()
            where members[..<position].contains(where: { $0.name.hasSameBytes(as: member.name) }) {
                return member.name
            }
            return nil
        }
        var seen = Set<ExactString>(minimumCapacity: members.count)
        return members.first { !seen.insert(ExactString($0.name)).inserted }?.name
    }

    private func position(of name: String) -> Int? {
        if let positions { return positions[ExactString(name)] }
        return members.lastIndex { $0.name.hasSameBytes(as: name) }
    }

    private mutating func index() {
        guard members.count >= Self.indexedCount else {
            positions = nil
            return
        }
        var positions = [ExactString: Int](minimumCapacity: members.count)
        for (position, member) in members.enumerated() { positions[ExactString(member.name)] = position }
        self.positions = positions
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members in the same order.
    public static func == (left: Self, right: Self) -> Bool { left.members == right.members }

    /// Feeds the members in order.
    public func hash(into hasher: inout Hasher) { members.hash(into: &hasher) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object with its members in the order written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

extension JSONObject: Sequence {
    /// Goes through the members in order.
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}
