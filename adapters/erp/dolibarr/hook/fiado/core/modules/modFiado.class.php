<?php
/**
 * \file    core/modules/modFiado.class.php
 * \ingroup fiado
 * \brief   Module Fiado: asks the credit gate Fiado when a customer order is validated.
 */

require_once DOL_DOCUMENT_ROOT.'/core/modules/DolibarrModules.class.php';

/**
 * Switches the trigger of this module on, and makes its four settings.
 */
class modFiado extends DolibarrModules
{
	/**
	 * @param DoliDB $db Database handler
	 */
	public function __construct($db)
	{
		$this->db = $db;
		// Change it if another module of yours has the same number.
		$this->numero = 507410;
		$this->rights_class = 'fiado';
		$this->family = 'interface';
		$this->module_position = '90';
		$this->name = preg_replace('/^mod/i', '', get_class($this));
		$this->description = 'Consulta o crédito no Fiado ao validar pedidos de clientes';
		$this->version = '1.0';
		$this->const_name = 'MAIN_MODULE_'.strtoupper($this->name);
		$this->picto = 'order';

		$this->module_parts = array('triggers' => 1);
		$this->dirs = array();
		$this->config_page_url = array();
		$this->depends = array('modCommande');
		$this->requiredby = array();
		$this->conflictwith = array();
		$this->langfiles = array();
		$this->phpmin = array(7, 2);
		$this->need_dolibarr_version = array(16, 0);

		// Name, type, value, note, visible in "Other setup", environment, kept when the module is switched off.
		$this->const = array(
			array('FIADO_URL', 'chaine', 'http://fiado:3000', 'Endereço do Fiado', 1, 'current', 1),
			array('FIADO_API_KEY', 'chaine', '', 'Chave de API do Fiado com o escopo "check"', 1, 'current', 1),
			array('FIADO_SOURCE', 'chaine', 'dolibarr', 'Nome desta conexão no Fiado', 1, 'current', 1),
			array('FIADO_WHEN_AWAY', 'chaine', 'pass', 'Sem resposta do Fiado: "pass" valida sem verificar, "refuse" recusa', 1, 'current', 1),
		);
		$this->tabs = array();
		$this->dictionaries = array();
		$this->boxes = array();
		$this->cronjobs = array();
		$this->rights = array();
		$this->menu = array();
	}

	/**
	 * @param  string $options Options when the module is switched on
	 * @return int             1 if OK, 0 if KO
	 */
	public function init($options = '')
	{
		return $this->_init(array(), $options);
	}

	/**
	 * @param  string $options Options when the module is switched off
	 * @return int             1 if OK, 0 if KO
	 */
	public function remove($options = '')
	{
		return $this->_remove(array(), $options);
	}
}
