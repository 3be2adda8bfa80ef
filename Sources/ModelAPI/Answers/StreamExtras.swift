import JSONText

/// Gathers what a stream loses, for a caller who asked for it: pieces of one field are put together, and what would be too much is
/// left out and said to be.
struct StreamExtras: Sendable {
    /// The most bytes that are kept, names and values in JSON.
    static let limit = 64 * 1024

    /// Members that say which object a piece belongs to, and are repeated in every piece.
    private static let identities: Set<String> = ["id", "type", "index", "format"]

    private struct Entry {
        var path: String
        var value: JSONValue
        var size: Int
    }

    private var entries: [Entry] = []
    private var positions: [String: Int] = [:]
    private var size = 0
    private var isTruncated = false

    /// Takes a field.
    mutating func add(_ field: StreamField) {
        if let position = positions[field.path] {
            extend(position, with: field)
            return
        }
        let added = field.path.utf8.count + field.value.bytes.count
        guard makeRoom(added) else { return }
        positions[field.path] = entries.count
        entries.append(Entry(path: field.path, value: field.value, size: added))
    }

    /// Takes a field whole.
    mutating func add(_ field: ChatResponse.UnmappedField) { add(StreamField(field.path, field.value)) }

    /// Says that something has been left out.
    mutating func truncate() { isTruncated = true }

    /// `{path: value, …}`, with `"truncated": true` where something had to be left out; `nil` where nothing is there.
    var value: JSONValue? {
        guard !entries.isEmpty || isTruncated else { return nil }
        var object = JSONObject()
        for entry in entries { object.append(entry.path, entry.value) }
        if isTruncated { object["truncated"] = true }
        return .object(object)
    }

    private mutating func extend(_ position: Int, with field: StreamField) {
        if entries[position].value == field.value, !field.isFragment { return }
        let added = field.value.bytes.count
        if field.isFragment {
            // Behind a gap the pieces would no longer fit together.
            guard !isTruncated, makeRoom(added) else { return }
            entries[position].size += added
            Self.append(field.value, to: &entries[position].value)
            return
        }
        let kept = field.path.utf8.count + added
        guard makeRoom(max(0, kept - entries[position].size)) else { return }
        size -= max(0, entries[position].size - kept)
        entries[position].size = kept
        entries[position].value = field.value
    }

    private mutating func makeRoom(_ added: Int) -> Bool {
        guard size + added <= Self.limit else {
            isTruncated = true
            return false
        }
        size += added
        return true
    }

    /// Adds a piece: texts and lists go on, objects member by member, everything else is replaced.
    static func append(_ piece: JSONValue, to value: inout JSONValue) {
        switch (value, piece) {
        case (.string(var text), .string(let more)):
            // Taken out first, here and below, so that it grows in place.
            value = .null
            text += more
            value = .string(text)
        case (.array(var elements), .array(let more)):
            value = .null
            elements += more
            value = .array(elements)
        case (.object(var object), .object(let more)):
            value = .null
            for member in more.members {
                guard !identities.contains(member.name), var old = object[member.name] else {
                    object[member.name] = member.value
                    continue
                }
                object[member.name] = .null
                append(member.value, to: &old)
                object[member.name] = old
            }
            value = .object(object)
        default:
            value = piece
        }
    }
}
