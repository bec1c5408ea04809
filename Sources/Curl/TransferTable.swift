/// The transfers in flight, found by their handle or by their caller's ticket.
struct TransferTable {
    private var transfers: [EasyHandle.Identity: (Transfer, TransferLoop.Ticket)] = [:]
    private var identities: [ObjectIdentifier: EasyHandle.Identity] = [:]

    mutating func insert(_ transfer: Transfer, _ ticket: TransferLoop.Ticket) {
        transfers[transfer.handle.identity] = (transfer, ticket)
        identities[ObjectIdentifier(ticket)] = transfer.handle.identity
    }

    mutating func remove(_ identity: EasyHandle.Identity) -> Transfer? {
        guard let (transfer, ticket) = transfers.removeValue(forKey: identity) else { return nil }
        identities[ObjectIdentifier(ticket)] = nil
        return transfer
    }

    mutating func remove(_ ticket: TransferLoop.Ticket) -> Transfer? {
        guard let identity = identities[ObjectIdentifier(ticket)] else { return nil }
        return remove(identity)
    }

    mutating func removeAll() -> [Transfer] {
        defer {
            transfers.removeAll()
            identities.removeAll()
        }
        return transfers.values.map(\.0)
    }
}
