import JSONText

/// Reads the members of one object, and tells of those that nobody asked for.
struct ObjectReader {
    private let object: JSONObject
    private let place: JSONPlace
    private var asked: [String] = []

    /// - Parameter place: where an object should stand; anything else is told of and gives `nil`.
    init?(_ place: JSONPlace) {
        guard case .object(let object) = place.value else {
            place.reportType("an object")
            return nil
        }
        self.object = object
        self.place = place
        if let name = object.firstDuplicate {
            place.problems.report(.duplicate, at: place.member(name, .null).path, "stands twice")
        }
    }

    /// Reads a whole document.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    static func document<Value>(
        _ json: JSONValue,
        _ read: (inout ObjectReader) -> Value
    ) throws(InvalidEntity) -> Value {
        let problems = ProblemList()
        let place = JSONPlace(value: json, path: "", problems: problems)
        guard var reader = ObjectReader(place) else { throw InvalidEntity(problems.problems) }
        let value = read(&reader)
        reader.finish()
        guard problems.problems.isEmpty else { throw InvalidEntity(problems.problems) }
        return value
    }

    /// Reads a member that may be missing; `null` is as good as missing.
    mutating func optional<Value>(_ name: String, _ type: MemberType<Value>) -> Value? {
        asked.append(name)
        guard let value = object[name], !value.isNull else { return nil }
        return type.read(place.member(name, value))
    }

    /// Reads a member that must be there; whatever is returned for a missing one is thrown away with the object.
    mutating func required<Value>(_ name: String, _ type: MemberType<Value>, placeholder: Value) -> Value {
        asked.append(name)
        guard let value = object[name], !value.isNull else {
            place.problems.report(.missingField, at: place.member(name, .null).path, "is missing")
            return placeholder
        }
        return type.read(place.member(name, value)) ?? placeholder
    }

    /// Whether a member is there, well-formed or not.
    func has(_ name: String) -> Bool { object[name].map { !$0.isNull } ?? false }

    func report(_ code: FieldProblem.Code, at name: String, _ message: String) {
        place.problems.report(code, at: place.member(name, .null).path, message)
    }

    /// Tells of the members that nobody asked for.
    func finish() {
        for member in object where !asked.contains(member.name) {
            // A hostile name is not repeated at length.
            let name = String(member.name.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F })
            place.problems.report(
                .unknownField,
                at: place.member(name, .null).path,
                "is unknown; allowed: \(asked.joined(separator: ", "))"
            )
        }
    }
}
