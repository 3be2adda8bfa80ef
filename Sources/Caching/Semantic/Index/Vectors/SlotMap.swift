/// The slot of each name.
enum SlotMap {
    /// What a dictionary from names to slots takes: its table is filled to three quarters at most.
    static func byteCount(_ slots: [VectorID: UInt32]) -> Int {
        let entry = MemoryLayout<VectorID>.stride + MemoryLayout<UInt32>.stride
        return slots.capacity * entry * 4 / 3 + slots.capacity / 6
    }
}
