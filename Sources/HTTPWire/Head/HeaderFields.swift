/// The header fields of a message, in the order they came, names in lower case.
///
/// They stay bytes until they are asked for: a gateway looks at a few of some thirty.
public struct HeaderFields: Sendable {
    /// Where a field's name and value stand in the head.
    struct Place: Hashable, Sendable {
        var name: Range<UInt32>
        var value: Range<UInt32>
    }

    private let bytes: [UInt8]
    private(set) var places: [Place]

    /// - Parameters:
    ///   - bytes: the head, names already in lower case.
    ///   - places: ranges within `bytes`.
    init(bytes: [UInt8], places: [Place]) {
        self.bytes = bytes
        self.places = places
    }

    /// No fields.
    public static let empty = HeaderFields(bytes: [], places: [])

    /// The number of fields.
    public var count: Int { places.count }

    /// The value of the first field of that name, without surrounding space.
    /// - Parameter name: the name, in lower case.
    public func first(_ name: StaticString) -> String? { firstSlice(name).map { String(decoding: $0, as: UTF8.self) } }

    /// The value of the first field of that name, looked up at run time.
    /// - Parameter name: the name, in lower case.
    public func first(named name: String) -> String? {
        for place in places where Int(place.name.upperBound &- place.name.lowerBound) == name.utf8.count {
            if slice(place.name).elementsEqual(name.utf8) { return String(decoding: value(place), as: UTF8.self) }
        }
        return nil
    }

    /// The bytes of the value of the first field of that name.
    /// - Parameter name: the name, in lower case.
    public func firstSlice(_ name: StaticString) -> ArraySlice<UInt8>? {
        for place in places where isName(place, name) { return value(place) }
        return nil
    }

    /// The values of all fields of that name.
    /// - Parameter name: the name, in lower case.
    public func all(_ name: StaticString) -> [String] {
        places.filter { isName($0, name) }.map { String(decoding: value($0), as: UTF8.self) }
    }

    /// Whether there is a field of that name.
    /// - Parameter name: the name, in lower case.
    public func contains(_ name: StaticString) -> Bool { places.contains { isName($0, name) } }

    /// How many fields have that name.
    /// - Parameter name: the name, in lower case.
    public func count(of name: StaticString) -> Int { places.count { isName($0, name) } }

    /// Takes out every field of that name.
    /// - Parameter name: the name, in lower case.
    public mutating func remove(_ name: StaticString) { places = places.filter { !isName($0, name) } }

    /// Goes through the fields as bytes, names in lower case, without making strings of them.
    public func forEachBytes(_ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void) {
        for place in places { body(slice(place.name), value(place)) }
    }

    /// Goes through the fields whose names begin with a prefix.
    /// - Parameters:
    ///   - prefix: in lower case.
    ///   - body: gets the rest of each name, and the value.
    public func forEach(
        withPrefix prefix: StaticString,
        _ body: (_ rest: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void
    ) {
        let length = prefix.utf8CodeUnitCount
        next: for place in places where Int(place.name.upperBound &- place.name.lowerBound) > length {
            let start = Int(place.name.lowerBound)
            for offset in 0..<length where bytes[start &+ offset] != prefix.utf8Start[offset] { continue next }
            body(bytes[(start &+ length)..<Int(place.name.upperBound)], value(place))
        }
    }

    @inline(__always)
    func isName(_ place: Place, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard Int(place.name.upperBound &- place.name.lowerBound) == length else { return false }
        let start = Int(place.name.lowerBound)
        for offset in 0..<length where bytes[start &+ offset] != name.utf8Start[offset] { return false }
        return true
    }

    func value(_ place: Place) -> ArraySlice<UInt8> { slice(place.value) }

    private func slice(_ range: Range<UInt32>) -> ArraySlice<UInt8> {
        bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }
}

extension HeaderFields: Sequence {
    /// All fields in order, names in lower case.
    public func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var rest = places.makeIterator()
        return AnyIterator {
            rest.next().map {
                (String(decoding: slice($0.name), as: UTF8.self), String(decoding: value($0), as: UTF8.self))
            }
        }
    }
}
