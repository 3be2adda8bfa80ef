import JSONText

/// Builds an object member by member; what has no value is left out.
struct ObjectWriter {
    private(set) var object = JSONObject()

    var value: JSONValue { .object(object) }

    mutating func add(_ name: String, _ value: JSONValue?) {
        if let value { object.append(name, value) }
    }

    mutating func add(_ name: String, _ text: String?) { add(name, text.map(JSONValue.string)) }

    mutating func add(_ name: String, _ number: Int?) { add(name, number.map { JSONValue($0) }) }

    mutating func add(_ name: String, _ flag: Bool) { add(name, JSONValue.bool(flag)) }

    mutating func add(_ name: String, _ time: Timestamp?) { add(name, time?.description) }

    mutating func add(_ name: String, _ number: Double?) {
        add(name, number.flatMap { JSONNumber($0) }.map(JSONValue.number))
    }

    mutating func add(_ name: String, _ texts: [String]?) { add(name, texts.map { .array($0.map(JSONValue.string)) }) }

    mutating func add(_ name: String, _ metadata: [String: String]) {
        let members = metadata.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }
        add(name, .object(JSONObject(members)))
    }
}
