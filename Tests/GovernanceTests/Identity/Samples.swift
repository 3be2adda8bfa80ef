import Governance
import JSONText

/// Objects that many suites need.
enum Samples {
    static let now = Timestamp(seconds: 1_780_000_000)
    static let pepper = pepper(1)

    static func pepper(_ byte: UInt8) -> KeyPepper {
        guard let pepper = KeyPepper(Array(repeating: byte, count: 32)) else { fatalError("32 bytes are enough") }
        return pepper
    }

    static func text(_ seed: UInt64) -> KeyText {
        var random = SeededRandom(seed)
        return KeyText.generate(using: &random)
    }

    static func key(
        _ seed: UInt64 = 1,
        name: String? = nil,
        owner: String? = nil,
        team: String? = nil,
        project: String? = nil,
        access: AccessRules = AccessRules()
    ) -> VirtualKey {
        VirtualKey(
            id: "key_\(seed)",
            name: name ?? "bot-\(seed)",
            owner: owner,
            team: team,
            project: project,
            access: access,
            credential: KeyCredential(of: text(seed), pepper: pepper),
            revision: Revision(at: now)
        )
    }

    static func team(_ name: String, organization: String? = nil, access: AccessRules = AccessRules()) -> Team {
        Team(name: name, organization: organization, access: access, revision: Revision(at: now))
    }

    static func user(_ id: String, _ role: Role, teams: Set<String> = []) -> User {
        User(id: id, name: id, role: role, teams: teams, revision: Revision(at: now))
    }

    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }
}
