import JSONText

/// A value of a price document and where it stands, for errors that say so.
struct Node {
    let value: JSONValue
    let path: String

    init(_ value: JSONValue, _ path: String) {
        self.value = value
        self.path = path
    }

    /// The error that this is not what it must be.
    func wrong(_ expected: String) -> PricingError {
        PricingError(.invalidPrices, "\(path): expected \(expected), got \(value.kind)")
    }

    func string() throws(PricingError) -> String {
        guard let string = value.string else { throw wrong("a string") }
        return string
    }

    /// A count of at least 0.
    func count() throws(PricingError) -> Int {
        guard let count = value.int, count >= 0 else { throw wrong("a whole number of at least 0") }
        return count
    }

    func elements() throws(PricingError) -> [Node] {
        guard let array = value.array else { throw wrong("an array") }
        return array.enumerated().map { Node($1, "\(path)[\($0)]") }
    }

    /// The members by name; one name twice is refused.
    func members() throws(PricingError) -> [(name: String, node: Node)] {
        guard let object = value.object else { throw wrong("an object") }
        if let name = object.firstDuplicate {
            throw PricingError(.invalidPrices, "\(path): '\(name.prefix(60))' stands twice")
        }
        return object.members.map { ($0.name, Node($0.value, "\(path).\($0.name)")) }
    }

    /// The object with no other members than these.
    func object(_ allowed: [String]) throws(PricingError) -> Object {
        guard let object = value.object else { throw wrong("an object") }
        for name in object.names where !allowed.contains(name) {
            throw PricingError(
                .invalidPrices,
                "\(path): unknown member '\(name.prefix(60))'; allowed: \(allowed.joined(separator: ", "))"
            )
        }
        return Object(object: object, path: path)
    }

    /// An object whose names are checked.
    struct Object {
        let object: JSONObject
        let path: String

        func member(_ name: String) -> Node? { object[name].map { Node($0, "\(path).\(name)") } }

        func required(_ name: String) throws(PricingError) -> Node {
            guard let node = member(name) else { throw PricingError(.invalidPrices, "\(path): '\(name)' is missing") }
            return node
        }

        func string(_ name: String) throws(PricingError) -> String { try required(name).string() }

        func strings(_ name: String) throws(PricingError) -> [String] {
            var strings: [String] = []
            for node in try member(name)?.elements() ?? [] { strings.append(try node.string()) }
            return strings
        }
    }
}
