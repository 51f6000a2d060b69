import { connect, createServer, type Server, type Socket } from 'node:net'

type Line = { readonly near: Socket; readonly far: Socket }

/** A line between a process and its database that can be cut, hold answers back, or go silent while staying open. */
export class Wire {
  private readonly lines = new Set<Line>()
  private silent = false
  private holding = false
  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {}

  /** Listens on loopback and passes every byte on to the host and port of `databaseUrl`. */
  static async open(databaseUrl: string): Promise<Wire> {
    const { hostname, port } = new URL(databaseUrl)
    const server = createServer()
    const wire = new Wire(server, { host: hostname, port: Number(port || 5432) })
    server.on('connection', (near) => wire.join(near))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return wire
  }
  /** The same database by way of this wire. */
  url(databaseUrl: string): string {
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('the wire has no port')
    const url = new URL(databaseUrl)
    url.hostname = '127.0.0.1'
    url.port = String(address.port)
    return url.href
  }

  /** Half open: what is open stays open, what is new is taken, and nothing comes or goes until `heal`. */
  silence() {
    this.silent = true
    for (const { near, far } of this.lines) {
      near.pause()
      far.pause()
    }
  }
  /** What the database is told still arrives; what it answers does not, until `heal`. */
  holdAnswers() {
    this.holding = true
    for (const { far } of this.lines) far.pause()
  }
  heal() {
    this.silent = false
    this.holding = false
    for (const { near, far } of this.lines) {
      near.resume()
      far.resume()
    }
  }
  /** Every line is torn at once; new ones are taken. */
  cut() {
    for (const { near, far } of this.lines) {
      near.destroy()
      far.destroy()
    }
  }
  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private join(near: Socket) {
    const far = connect(this.target)
    const line = { near, far }
    this.lines.add(line)
    const end = () => {
      this.lines.delete(line)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => near.write(bytes))
    if (this.silent) near.pause()
    if (this.silent || this.holding) far.pause()
  }
}
