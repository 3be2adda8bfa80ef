import JSONText

/// Finds the members that a stream's reader has no place for, by a look at the names alone.
///
/// Events of a stream look like one another: an object whose names are those of an earlier one that held nothing new is told by
/// comparing them one by one, which for names this short is a comparison of registers.
struct MemberFilter: Sendable {
    /// Objects of more members are none that a provider sends event by event.
    private static let longest = 32

    private let known: Set<String>
    /// The names of the last object that held only known members.
    private var familiar: [String] = []

    /// Creates a filter.
    /// - Parameter known: the names that are read, or that carry nothing of their own.
    init(_ known: Set<String>) { self.known = known }

    /// The members that are not known and say something.
    mutating func others(in object: JSONObject) -> [JSONObject.Member] {
        let members = object.members
        if isFamiliar(members) { return [] }
        let others = members.filter { !known.contains($0.name) }
        if others.isEmpty, members.count <= Self.longest { familiar = members.map(\.name) }
        return others.filter { $0.value.saysSomething }
    }

    private func isFamiliar(_ members: [JSONObject.Member]) -> Bool {
        guard members.count == familiar.count else { return false }
        for index in members.indices where members[index].name != familiar[index] { return false }
        return true
    }
}
