/// A JSON object: members in source order, duplicates kept and visible.
///
/// Look-ups go through the members one by one; the objects of the model APIs are small.
/// Where a name stands twice the last one counts, as in the providers' own readers.
public struct JSONObject: Hashable, Sendable {
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
    }

    /// All members in order.
    public private(set) var members: [Member]

    /// Creates an object from members, which may repeat names.
    public init(_ members: [Member] = []) { self.members = members }

    /// The names in order, repeated where members are.
    public var names: [String] { members.map(\.name) }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    public var count: Int { members.count }

    /// The value of `name`; setting changes it in place, appends it, or with `nil` removes every member of that name.
    public subscript(name: String) -> JSONValue? {
        get { members.last { $0.name == name }?.value }
        set {
            guard let newValue else {
                members.removeAll { $0.name == name }
                return
            }
            if let index = members.lastIndex(where: { $0.name == name }) {
                members[index].value = newValue
            } else {
                members.append(Member(name, newValue))
            }
        }
    }

    /// Adds a member at the end without looking whether the name is there already.
    public mutating func append(_ name: String, _ value: JSONValue) { members.append(Member(name, value)) }

    /// Removes every member called `name` and returns the value that counted.
    @discardableResult
    public mutating func remove(_ name: String) -> JSONValue? {
        let value = self[name]
        if value != nil { members.removeAll { $0.name == name } }
        return value
    }

    /// The first name that stands twice, if any does.
    public var firstDuplicate: String? {
        var seen = Set<String>(minimumCapacity: members.count)
        return members.first { !seen.insert($0.name).inserted }?.name
    }
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
