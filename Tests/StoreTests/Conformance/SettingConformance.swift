import Store
import Testing

@Suite("Every store keeps settings")
struct SettingConformance {
    @Test(arguments: StoreFactory.all)
    func `A value is set, replaced and compared`(_ factory: StoreFactory) async throws {
        try await factory { store in
            #expect(try await store.setting(.bootstrap) == nil)
            try await store.set(.bootstrap, to: [])
            #expect(try await store.setting(.bootstrap) == [])
            try await store.set(.bootstrap, to: [1])
            #expect(try await store.replace(.bootstrap, [2], with: [3]) == false)
            #expect(try await store.replace(.bootstrap, nil, with: [3]) == false)
            #expect(try await store.setting(.bootstrap) == [1])
            #expect(try await store.replace(.bootstrap, [1], with: nil))
            #expect(try await store.setting(.bootstrap) == nil)
            #expect(try await store.replace(.bootstrap, nil, with: [4]))
            #expect(try await store.setting(.bootstrap) == [4])
            #expect(try await store.setting(.pepper) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `All who make a value at once get the same one`(_ factory: StoreFactory) async throws {
        try await factory { store in
            let values = try await withThrowingTaskGroup { group in
                for index: UInt8 in 0..<50 {
                    group.addTask { try await store.setting(.pepper, orKeep: [index]) }
                }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(values.count == 1)
            #expect(try await store.setting(.pepper) == values.first)
        }
    }
}
