/// The names of fields a wire cannot express: in order, without repeats.
struct DroppedFields {
    /// The names.
    private(set) var paths: [String] = []
    private var seen: Set<String> = []

    /// Notes a name.
    mutating func add(_ path: String) {
        if seen.insert(path).inserted { paths.append(path) }
    }

    /// Notes the names of another list.
    mutating func add(_ others: DroppedFields) {
        for path in others.paths { add(path) }
    }
}
