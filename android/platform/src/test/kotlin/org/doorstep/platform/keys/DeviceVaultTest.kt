package org.doorstep.platform.keys

import android.os.Build
import android.security.keystore.KeyProperties
import java.io.File
import java.security.KeyFactory
import java.security.ProviderException
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.X509EncodedKeySpec
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec
import org.doorstep.HostException
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.util.ReflectionHelpers

/** Keys, over a keystore that is a test's: what a real one does with the same calls, only a phone shows. */
@RunWith(RobolectricTestRunner::class)
class DeviceVaultTest {
    @get:Rule
    val folder = TemporaryFolder()

    @get:Rule
    val keystore = FakeKeystore

    private var hasLock = true
    private val file by lazy { File(folder.root, "worker-1/database.key") }

    private val gate = PinGate()

    private fun vault(hasChip: Boolean = false) = DeviceVault("worker-1", file, Safe({ hasLock }, hasChip), gate)

    /** The key of a store that a PIN guards, with the app open. */
    private fun guarded(): ByteArray {
        val key = vault().databaseKey()
        gate.open(PIN)
        vault().guardByPin()
        return key
    }

    private fun spec(part: String) = FakeKeystore.entries.entries.single { part in it.key }.value.spec

    @Test
    fun `the database's key is the same every time, and the disk does not show it`() {
        val key = vault().databaseKey()
        assertEquals(32, key.size)
        assertArrayEquals(key, vault().databaseKey())
        assertEquals(DatabaseKey.HERE, vault().state())
        val onDisk = file.readBytes()
        assertFalse(onDisk.toList().windowed(8).any { it == key.take(8) })
        assertEquals(listOf("database.key"), file.parentFile!!.list()!!.toList())
    }

    @Test
    fun `each worker has a key of their own`() {
        val other = DeviceVault("worker-2", File(folder.root, "worker-2/database.key"), Safe({ hasLock }))
        assertFalse(vault().databaseKey().contentEquals(other.databaseKey()))
        assertFalse(vault().publicKey().contentEquals(other.publicKey()))
    }

    @Test
    fun `where the phone has a lock the key opens with it, for a working day`() {
        vault().databaseKey()
        val spec = spec("database")
        assertTrue(spec.isUserAuthenticationRequired)
        assertEquals(12 * 60 * 60, spec.userAuthenticationValidityDurationSeconds)
        val ways = KeyProperties.AUTH_DEVICE_CREDENTIAL or KeyProperties.AUTH_BIOMETRIC_STRONG
        assertEquals(ways, spec.userAuthenticationType)
        assertArrayEquals(arrayOf(KeyProperties.BLOCK_MODE_GCM), spec.blockModes)
        assertEquals(256, spec.keySize)
    }

    @Test
    fun `on a phone before Android 11 too`() {
        ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", Build.VERSION_CODES.Q)
        vault().databaseKey()
        assertTrue(spec("database").isUserAuthenticationRequired)
        assertEquals(12 * 60 * 60, spec("database").userAuthenticationValidityDurationSeconds)
    }

    @Test
    fun `a phone that nobody unlocked keeps the key to itself, and loses nothing`() {
        val key = vault().databaseKey()
        FakeKeystore.isLocked = true
        assertEquals(DatabaseKey.LOCKED, vault().state())
        assertThrows(HostException.KeyLocked::class.java) { vault().databaseKey() }
        FakeKeystore.isLocked = false
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `what is recorded is signed while the phone lies locked in a pocket`() {
        val vault = vault()
        FakeKeystore.isLocked = true
        assertTrue(verifies(vault, "记录".toByteArray(), vault.sign("记录".toByteArray())))
        assertFalse(spec("device").isUserAuthenticationRequired)
    }

    @Test
    fun `a lock that came later guards the same key`() {
        hasLock = false
        val key = vault().databaseKey()
        assertFalse(spec("database").isUserAuthenticationRequired)
        hasLock = true
        assertArrayEquals(key, vault().databaseKey())
        assertTrue("the open one is gone", spec("database").isUserAuthenticationRequired)
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a lock that was taken off and set again in between guards it too`() {
        vault().databaseKey()
        FakeKeystore.takeLockOff()
        vault().setAside(folder.newFolder("aside"))
        hasLock = false
        val key = vault().databaseKey()
        hasLock = true
        assertArrayEquals(key, vault().databaseKey())
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a failing guard leaves the key as it was`() {
        hasLock = false
        val key = vault().databaseKey()
        hasLock = true
        FakeKeystore.isLocked = true
        assertArrayEquals(key, vault().databaseKey())
        FakeKeystore.isLocked = false
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `whoever takes the phone's lock off loses the key, which is told apart and set aside with what it encrypted`() {
        val key = vault().databaseKey()
        val wrapped = file.readBytes()
        hasLock = false
        FakeKeystore.takeLockOff()
        assertEquals(DatabaseKey.LOST, vault().state())
        assertThrows(HostException.Failed::class.java) { vault().databaseKey() }
        val aside = File(folder.root, "aside")
        vault().setAside(aside)
        assertArrayEquals(wrapped, File(aside, "database.key").readBytes())
        assertFalse(key.contentEquals(vault().databaseKey()))
    }

    @Test
    fun `a keystore that was reset and a file that is damaged are a lost key`() {
        vault().databaseKey()
        val wrapped = file.readBytes()
        file.writeBytes(wrapped.copyOf(5))
        assertEquals(DatabaseKey.LOST, vault().state())
        file.writeBytes(wrapped.also { it[it.lastIndex] = (it.last() + 1).toByte() })
        assertEquals(DatabaseKey.LOST, vault().state())
        FakeKeystore.entries.clear()
        assertEquals(DatabaseKey.LOST, vault().state())
    }

    @Test
    fun `a keystore that fails for now is no lost key, and nothing that it says is passed on`() {
        val key = vault().databaseKey()
        FakeKeystore.failure = ProviderException("张三")
        val told = assertThrows(HostException.Failed::class.java) { vault().state() }
        assertEquals("keystore: ProviderException", told.detail)
        FakeKeystore.failure = null
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a key that a PIN guards opens with it alone, and is the same as before`() {
        val key = guarded()
        assertTrue(vault().isGuardedByPin)
        gate.shut()
        assertEquals(DatabaseKey.PIN, vault().state())
        assertThrows(HostException.KeyLocked::class.java) { vault().databaseKey() }
        gate.open(PIN)
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `the phone's keys alone do not open what a PIN guards`() {
        val key = guarded()
        val wrapper = FakeKeystore.entries.entries.single { "database" in it.key }.value.secret
        val bytes = file.readBytes()
        val inside = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE").run {
            init(Cipher.DECRYPT_MODE, SecretKeySpec(wrapper, "AES"), GCMParameterSpec(128, bytes, 2, 12))
            doFinal(bytes, 14, bytes.size - 14)
        }
        assertFalse(inside.toList().windowed(8).any { it == key.take(8) })
    }

    @Test
    fun `another PIN's key opens nothing, and what it guards is not taken for lost`() {
        val key = guarded()
        gate.open(ByteArray(32) { 8 })
        assertThrows(HostException.Failed::class.java) { vault().state() }
        gate.open(PIN)
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a key without a PIN keeps opening, and a guard that cannot be put on leaves it as it was`() {
        val key = vault().databaseKey()
        vault().guardByPin()
        assertFalse(vault().isGuardedByPin)
        gate.open(PIN)
        FakeKeystore.isLocked = true
        vault().guardByPin()
        assertFalse(vault().isGuardedByPin)
        FakeKeystore.isLocked = false
        gate.shut()
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `guarded twice it is guarded once`() {
        guarded()
        val bytes = file.readBytes()
        vault().guardByPin()
        assertArrayEquals(bytes, file.readBytes())
    }

    @Test
    fun `a phone's lock that came later guards what the PIN guards too, and a phone locked comes before the PIN`() {
        hasLock = false
        val key = guarded()
        hasLock = true
        assertArrayEquals(key, vault().databaseKey())
        assertTrue(spec("database").isUserAuthenticationRequired)
        gate.shut()
        assertEquals(DatabaseKey.PIN, vault().state())
        FakeKeystore.isLocked = true
        assertEquals(DatabaseKey.LOCKED, vault().state())
        FakeKeystore.isLocked = false
        gate.open(PIN)
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `a key that is made while the app is open is guarded from the first`() {
        gate.open(PIN)
        val key = vault().databaseKey()
        gate.shut()
        assertEquals(DatabaseKey.PIN, vault().state())
        gate.open(PIN)
        assertArrayEquals(key, vault().databaseKey())
    }

    @Test
    fun `what is recorded is signed while the app is locked`() {
        guarded()
        gate.shut()
        assertTrue(verifies(vault(), byteArrayOf(3), vault().sign(byteArrayOf(3))))
    }

    @Test
    fun `the device's key is a P-256 key in the chip, where there is one`() {
        val vault = vault(hasChip = true)
        val public = public(vault) as ECPublicKey
        assertEquals(256, public.params.curve.field.fieldSize)
        assertTrue(spec("device").isStrongBoxBacked)
        assertArrayEquals(arrayOf(KeyProperties.DIGEST_SHA256), spec("device").digests)
        assertEquals(KeyProperties.PURPOSE_SIGN, spec("device").purposes)
        assertTrue(verifies(vault, byteArrayOf(1), vault.sign(byteArrayOf(1))))
        assertArrayEquals("the same every time", vault.publicKey(), vault(hasChip = true).publicKey())
    }

    @Test
    fun `a full chip is no reason to have no key`() {
        FakeKeystore.isChipFull = true
        val vault = vault(hasChip = true)
        assertTrue(verifies(vault, byteArrayOf(2), vault.sign(byteArrayOf(2))))
        assertFalse(spec("device").isStrongBoxBacked)
    }

    @Test
    fun `after a wipe no key is left`() {
        val before = vault().databaseKey()
        val device = vault().publicKey()
        vault().forget()
        assertTrue(FakeKeystore.entries.isEmpty())
        assertNull(file.takeIf { it.exists() })
        assertFalse(before.contentEquals(vault().databaseKey()))
        assertNotEquals(device.toList(), vault().publicKey().toList())
    }

    private fun public(vault: DeviceVault) =
        KeyFactory.getInstance("EC").generatePublic(X509EncodedKeySpec(vault.publicKey()))

    private fun verifies(vault: DeviceVault, message: ByteArray, signature: ByteArray) =
        Signature.getInstance("SHA256withECDSA").run {
            initVerify(public(vault))
            update(message)
            verify(signature)
        }

    private companion object {
        /** What a PIN gives. */
        val PIN = ByteArray(32) { 7 }
    }
}
