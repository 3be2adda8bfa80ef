import Governance
import JSONText
import Store
import Testing

@testable import ControlPlane

@Suite struct OwnerTests {
    private func isOwner(_ user: User) -> Bool { user.role == .owner && !user.isDisabled }

    @Test func whoeverStopsBeingAnOwnerReliesOnAnother() async throws {
        let plane = try await TestPlane()
        let first = try await plane.user("aki", .owner)
        _ = try await plane.user("robot", .owner, password: false)
        let demoted = try first.patched(by: ["role": "admin"], at: Timestamp(seconds: plane.clock.now))
        for new in [demoted, nil] {
            let error = #expect(throws: AdminError.self) {
                try first.reliances(becoming: new, in: plane.keeper.directory)
            }
            #expect(error?.code == .conflict)
        }
        let second = try await plane.user("hana", .owner)
        let directory = plane.keeper.directory
        let reliance = DocumentChange.Reliance(on: .user, id: second.id, version: 1)
        #expect(try first.reliances(becoming: demoted, in: directory) == [reliance])
        #expect(try first.reliances(becoming: nil, in: directory) == [reliance])
        // A change that leaves the owner one relies on nothing.
        #expect(try first.reliances(becoming: first, in: directory) == [])
        #expect(try demoted.reliances(becoming: nil, in: directory) == [])
    }

    @Test(arguments: [false, true])
    func ofTwoWhoAreDemotedAtTheSameMomentOneStays(isDeletion: Bool) async throws {
        for _ in 0..<20 {
            let plane = try await TestPlane()
            let owners = [try await plane.user("aki", .owner), try await plane.user("hana", .owner)]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for owner in owners {
                    group.addTask {
                        let path = "/users/\(owner.id)"
                        return isDeletion
                            ? try await plane.send("DELETE", path).status
                            : try await plane.send("PATCH", path, ["role": "admin"]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { (200..<300).contains($0) } == 1)
            #expect(statuses.allSatisfy { $0 < 300 || $0 == 409 || $0 == 412 })
            try await plane.keeper.refresh()
            #expect(plane.keeper.directory.users.values.count(where: isOwner) == 1)
        }
    }
}
