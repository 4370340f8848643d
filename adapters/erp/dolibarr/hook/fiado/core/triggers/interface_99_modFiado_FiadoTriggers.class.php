<?php
/**
 * \file    core/triggers/interface_99_modFiado_FiadoTriggers.class.php
 * \ingroup fiado
 * \brief   Asks Fiado for credit when a customer order is validated, and refuses the validation with its reasons.
 */

require_once DOL_DOCUMENT_ROOT.'/core/triggers/dolibarrtriggers.class.php';

/**
 * Runs inside the transaction of the validation: what it returns below zero rolls the order back to draft.
 */
class InterfaceFiadoTriggers extends DolibarrTriggers
{
	/** One second to find Fiado, two for everything: a rep is waiting, and rows are locked. */
	const CONNECT_TIMEOUT_MS = 1000;
	const TIMEOUT_MS = 2000;
	/** Counted as the adapter counts: seconds of the order's last change since July 2017. */
	const REVISIONS_FROM = 1500000000;
	/** Dolibarr's codes of payments that are no credit: cash and card. */
	const CASH_CODES = array('LIQ', 'CB');

	/**
	 * @param DoliDB $db Database handler
	 */
	public function __construct($db)
	{
		$this->db = $db;
		$this->name = preg_replace('/^Interface/i', '', get_class($this));
		$this->family = 'fiado';
		$this->description = 'Consulta o crédito no Fiado ao validar pedidos de clientes.';
		$this->version = '1.0';
		$this->picto = 'order';
	}

	/**
	 * @param  string       $action Event code
	 * @param  CommonObject $object What it happened to
	 * @param  User         $user   Who did it
	 * @param  Translate    $langs  Language
	 * @param  Conf         $conf   Configuration
	 * @return int                  Below 0 to refuse, 0 if nothing was done, above 0 if it was
	 */
	public function runTrigger($action, $object, User $user, Translate $langs, Conf $conf)
	{
		if ($action !== 'ORDER_VALIDATE' || empty($conf->fiado->enabled)) {
			return 0;
		}
		$amount = price2num($object->total_ttc, 'MT');
		if ($amount <= 0) {
			return 0;
		}
		$answer = $this->ask($object, number_format((float) $amount, 2, '.', ''));
		if ($answer === null) {
			return $this->notChecked($object);
		}
		if ($answer['decision'] === 'approved') {
			return 1;
		}
		$messages = array();
		foreach ((array) ($answer['reasons'] ?? array()) as $reason) {
			if (!empty($reason['message'])) {
				$messages[] = dol_escape_htmltag($reason['message']);
			}
		}
		$this->errors[] = 'Crédito recusado pelo Fiado: '.implode(' ', $messages);
		return -1;
	}

	/**
	 * @param  CommonObject $object Order
	 * @param  string       $amount Decimal text
	 * @return array|null           What Fiado decided, or null where it did not
	 */
	private function ask($object, $amount)
	{
		$modified = (int) ($object->date_modification ?? 0);
		$isCash = in_array((string) ($object->mode_reglement_code ?? ''), self::CASH_CODES, true);
		$body = json_encode(array(
			'source' => getDolGlobalString('FIADO_SOURCE'),
			'mode' => 'reserve',
			'customer' => array('externalId' => (string) $object->socid),
			'order' => array(
				'id' => (string) $object->id,
				'revision' => max(1, $modified - self::REVISIONS_FROM),
				'amount' => $amount,
				'payment' => array('kind' => $isCash ? 'cash' : 'credit'),
			),
		));
		$curl = curl_init(rtrim(getDolGlobalString('FIADO_URL'), '/').'/v1/credit-checks');
		curl_setopt_array($curl, array(
			CURLOPT_POST => true,
			CURLOPT_POSTFIELDS => $body,
			CURLOPT_HTTPHEADER => array(
				'Content-Type: application/json',
				'Authorization: Bearer '.getDolGlobalString('FIADO_API_KEY'),
			),
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_FOLLOWLOCATION => false,
			CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_TIMEOUT_MS,
			CURLOPT_TIMEOUT_MS => self::TIMEOUT_MS,
		));
		$text = curl_exec($curl);
		$status = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
		$failure = curl_error($curl);
		curl_close($curl);
		$answer = is_string($text) ? json_decode($text, true) : null;
		if ($status === 200 && is_array($answer) && isset($answer['decision'])) {
			return $answer;
		}
		dol_syslog(__METHOD__.' order '.((int) $object->id).': no decision, http status '.$status.' '.$failure, LOG_WARNING);
		return null;
	}

	/**
	 * Fiado is away, or its settings are wrong: the order is neither approved nor refused for its credit.
	 *
	 * @param  CommonObject $object Order
	 * @return int
	 */
	private function notChecked($object)
	{
		$message = 'Crédito não verificado: o Fiado não respondeu.';
		if (getDolGlobalString('FIADO_WHEN_AWAY') === 'refuse') {
			$this->errors[] = $message.' Tente de novo em instantes.';
			return -1;
		}
		$note = dol_concatdesc((string) $object->note_private, $message.' '.dol_print_date(dol_now(), 'dayhour'));
		$object->update_note($note, '_private', 1);
		setEventMessages($message, null, 'warnings');
		return 1;
	}
}
