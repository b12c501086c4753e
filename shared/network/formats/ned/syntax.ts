/** What a NED file says, as a tree. Its meaning is worked out in `network.ts`. */
import type { Position } from '../../../base/json-file.ts'
import type { Expression } from './expression.ts'

export interface NedFile {
  readonly channels: ReadonlyMap<string, ChannelType>
  /** Networks and compound modules. */
  readonly modules: ReadonlyMap<string, ModuleType>
}

export interface ChannelType {
  readonly name: string
  readonly at: Position
  readonly extends: string | undefined
  readonly body: Body
}

export interface ModuleType {
  readonly name: string
  readonly at: Position
  readonly isNetwork: boolean
  readonly extends: string | undefined
  readonly parameters: Body
  readonly submodules: readonly Submodule[]
  readonly connections: readonly ConnectionPart[]
}

/** Parameters, and our own property `@tabswarm(key="value")`. */
export interface Body {
  readonly values: readonly Assignment[]
  readonly own: ReadonlyMap<string, string>
}

export interface Assignment {
  readonly name: string
  readonly at: Position
  /** Undefined: declared without a value. */
  readonly value: Expression | undefined
}

export interface Submodule {
  readonly name: string
  readonly at: Position
  readonly size: Expression | undefined
  readonly type: TypeName
  readonly condition: Expression | undefined
  readonly body: Body
}

/** A name, or an expression that gives it and the interface that it is like. */
export type TypeName =
  | { readonly name: string }
  | { readonly chosen: Expression | undefined; readonly like: string }

export type ConnectionPart =
  | ({ readonly is: 'connection' } & Connection)
  | {
      readonly is: 'group'
      readonly steps: readonly Step[]
      readonly parts: readonly ConnectionPart[]
    }

/** `for i=from..to`, or `if condition`. */
export type Step =
  | {
      readonly is: 'for'
      readonly at: Position
      readonly variable: string
      readonly from: Expression
      readonly to: Expression
    }
  | { readonly is: 'if'; readonly condition: Expression; readonly at: Position }

export interface Connection {
  readonly at: Position
  readonly from: End
  readonly to: End
  /** '-->' is one way, from `from` to `to`. */
  readonly isBothWays: boolean
  readonly channel: Channel | undefined
}

/** A submodule, or an element of a vector of them; undefined: the module's own gate. */
export interface End {
  readonly at: Position
  readonly module: string | undefined
  readonly index: Expression | undefined
}

export interface Channel {
  readonly at: Position
  readonly type: TypeName | undefined
  readonly body: Body
}
